/** What those answered who were asked, on the statement's page. */
export const answers = {
  heading: "Answers",
  lead: "As the depositary recorded them. They are not part of what was signed.",
  answered: "{addressee} answered on {day}:",
  txt: "document (text, {size})",
  md: "document (text, {size})",
  pdf: "document (PDF, {size})",
  kilobytes: "{size, number} kB",
  megabytes: "{size, number} MB",
  replaced: "(a later answer stands in its place)",
  lost: "the document was lost, and can be told by its SHA-256 alone.",
} as const;
