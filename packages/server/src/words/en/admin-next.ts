/** The next version of a statement that is open. */
export const adminNext = {
  heading: "Version {number}",
  openOne: "The version that is open",
  section: "Changing the text",
  lead: "The text that is open cannot be changed. You can open a new version of it: everybody who signed is then asked by mail, and nobody’s name is moved to the new text without them.",
  begin: "Prepare a new version",
  underWay: "Version {number} is being written. Nobody else sees it.",
  goOn: "Go on with version {number}",
  discard: "Throw version {number} away",
  discardTitle: "Throw away the new version of “{title}”?",
  discardLead: "What was changed is gone for good. The text that is open stays as it is.",
  discardSure: "Yes, throw it away",
  publication:
    "Address, last day to sign and who may see it belong to the statement, whatever its version. You can change the last day on <link>the statement’s page</link>.",
  address: "Address",
  openLead:
    "Once it is open, people sign these words, and the earlier ones stay readable beside them. Everybody who signed is asked by mail whether to sign the new text. Whoever does nothing stays with the old one.",
  changesHeading:
    "{count, plural, =0 {Nothing changes} one {One change from version {number}} other {# changes from version {number}}}",
  sureHeading: "Open version {number} of “{title}”?",
  sureLead:
    "{count, plural, =0 {This is the last step. Nobody has signed so far.} one {This is the last step. One person or organisation has signed and will be asked by mail. The count of the new version begins at nought: no name is moved.} other {This is the last step. # people and organisations have signed and will be asked by mail. The count of the new version begins at nought: no name is moved.}}",
} as const;
