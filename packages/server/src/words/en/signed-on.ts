/** Who had signed on a day. */
export const signedOn = {
  title: "Who had signed on {day}?",
  titleAsk: "Who had signed on a day?",
  of: "of <link>{title}</link>",
  lead: "For whoever compares a number in a publication with what the record held that day.",
  day: "Day",
  dayHint: "Days are counted in UTC.",
  go: "Look",
  count:
    "At the end of {day}, {organisations, plural, one {# organisation} other {# organisations}} and {people, plural, one {# person} other {# people}} had signed: {total, number} together.",
  nobody: "At the end of {day}, nobody had signed.",
  today:
    "So far today, {organisations, plural, one {# organisation} other {# organisations}} and {people, plural, one {# person} other {# people}} have signed: {total, number} together.",
  todayNobody: "So far today, nobody has signed.",
  unnamed: "{count, plural, one {One of them was} other {# of them were}} counted without a name.",
  published: "So the log says, as it was published on {moment}, with {size, plural, one {# entry} other {# entries}}.",
  notPublished: "By then nothing was published: it was not open for signature yet.",
  versions: "By version",
  version: "Version {number}: {signed, number}",
  namesHeading: "Names of that day that are on the list today",
  namesNote:
    "Whoever shows no name, took it back since, was taken off, or was erased is in the numbers above and not in this list: that a name is missing here is no proof that it was missing then.",
  noNames: "None of the names on the list today had signed by then.",
  next: "More names",
  first: "Back to the first",
} as const;
