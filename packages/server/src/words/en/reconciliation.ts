/** What became of every signature, added up. */
export const reconciliation = {
  title: "What became of every signature",
  lead: "Nothing disappears in silence: whoever signed still stands, or is in one of these lines.",
  opened: "Opened for signature on {day}.",
  openedAgain: "Version {number} was opened on {day}.",
  signed: "Signatures given",
  withdrawn: "taken back by those who signed",
  removed: "removed by the depositary",
  erased: "erased because their signatories asked the depositary",
  disputed: "disputed, and not counted until that is settled",
  standing: "Signatures that stand",
  anonymised:
    "{count, plural, one {# of them was forgotten after the closing: it counts, and nobody can say any more whose it is.} other {# of them were forgotten after the closing: they count, and nobody can say any more whose they are.}}",
  earlier:
    "{count, plural, one {# of them is under an earlier version.} other {# of them are under an earlier version.}}",
  check: "These numbers follow from the public log, and <link>anybody can check them</link>.",
  link: "What became of every signature",
} as const;
