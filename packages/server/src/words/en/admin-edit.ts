/** The editor of a draft: what its steps have in common. */
export const adminEdit = {
  steps: "Steps to a statement that can be signed",
  step_text: "The text",
  step_asks: "Who asks, and for what",
  step_terms: "Who may sign, and how",
  step_publication: "Address and dates",
  step_open: "Read it again and open it",
  toMend: "{count, plural, one {one thing to mend} other {# things to mend}}",
  saveNext: "Save and go on",
  save: "Save",
  kept: "What you typed is saved as a draft. It cannot be opened for signature until this is mended. You can also go on with the other steps and come back.",
  problemAt: "Line {line}, character {column}: {what}",
  problemAtLine: "Line {line}: {what}",
  excerpt: "In line {line}:",
  lineEnd: "⏎",
  numberRefused: "Please type a whole number.",
  dateRefused: "Please choose a day, or type it as year-month-day, for example 2027-03-31.",
} as const;
