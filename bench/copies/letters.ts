/**
 * Invented letters with what declarations lack: figures, negations, quotations, powers of ten, words that one stroke turns
 * into others.
 */
export const LETTERS: Readonly<Record<string, readonly string[]>> = {
  "reading rooms": [
    "# Open the reading rooms on Sundays",
    "To the council of Hillside: we, 1,000 readers of the town, write about the 12 reading rooms that are not open on Sundays.",
    "A modern library is no store of paper. It is where a child of 7 and a clerk of 70 read at one table, and “nobody asks why”.",
    "## What we ask",
    "We call on the council to:",
    "1. open all 12 rooms from 10:00 to 18:00 on Sundays;",
    "2. spend not less than 3.5% of the budget, that is €1,250,000 a year, on books;",
    "3. not close any room without a public hearing;",
    "4. heat the rooms to 19 °C from 1 October to 31 March.",
    "If the council does not act by 1 May 2031, the members of the committee will re-sign this letter, and will not resign.",
    "> A town that cannot read does not govern itself.",
    "We remain at your disposal for a meeting on any day of the week.",
  ],
  "night trains": [
    "# Keep the night trains running",
    "Night trains carried 3,400,000 people in 2029, and emitted about 10⁶ tonnes less than the same journeys by air.",
    "We do not ask for privileges. We ask that no line be closed before its replacement runs.",
    "We therefore urge the ministers:",
    "- to keep the 14 existing lines until at least 2035;",
    "- to order no fewer than 200 new sleeping cars;",
    "- to publish the co-operation agreement of 3 March;",
    "- never to count a bus as a train.",
    "This isn't a matter of taste; it's a matter of who can travel – and who can't.",
    "Those who live far from an airport must not pay for those who live near one…",
  ],
  "clean river": [
    "# For a river one can swim in",
    "The river Alder is 86 km long. At 9 of its 11 weirs the water fails the test; it has failed it for 20 years.",
    "### Facts",
    "The works at Lower Mill let 1.000 litres a second into the river, not 1,000 cubic metres as was printed.",
    "### Demands",
    "We call upon the water board and the county:",
    "- Measure every day, and publish the figures the same day.",
    "- Build the second basin by June 2032, and not “as soon as possible”.",
    "- Fine whoever lets waste into the river, without exception.",
    "Nothing here is directed against the farms; without the farms there is no valley.",
  ],
};
