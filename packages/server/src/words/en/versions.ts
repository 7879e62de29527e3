/** The versions of a statement: all of them, one that is no longer open, and what changed. */
export const versions = {
  title: "Versions",
  of: "of <link>{title}</link>",
  lead: "A text never changes once it is open. When its initiators want other words they open a new version, and ask everybody who signed again. Nobody’s name is moved: a signature stays with the version that its signatory signed.",
  only: "There is one version so far: its text has not changed since it was opened.",
  heading: "Version {number}",
  present: "the present one",
  openedOn: "Opened on {day}",
  signed:
    "{count, plural, =0 {Nobody’s signature stands under it.} one {# signature stands under it.} other {# signatures stand under it.}}",
  read: "Read it",
  changes:
    "{count, plural, =0 {What changed} one {See the one change} other {See the # changes}} since version {number}",
  files: "The exact words, as files",
  digest: "Digest of version {number} (SHA-256)",
  oldNotice:
    "You are reading version {number}, of {day}. Since {next} another version is open. <link>Read the present text</link>, or <changes>see what changed</changes>.",
  presentNotice:
    "This is version {number}, of {day}, which is the present one. <link>Its page</link> has the signatories.",
  changesTitle: "What changed from version {before} to version {after}",
  changesLead: "Version {before} was opened on {beforeDay}, version {after} on {afterDay}.",
  count: "{count, plural, =0 {Nothing changed.} one {One change.} other {# changes.}}",
  back: "All versions",
  languages: "Show the changes in",
} as const;
