/**
 * Why a look at a domain showed nothing. Closed: pages, API and the daily look match it, never the sentence.
 * @see isAbsence for those that say "it is not there"; the others say only that nothing could be seen
 */
export type ProblemCode =
  // what the resolvers said
  | "txt_none"
  | "txt_malformed"
  | "txt_two"
  | "txt_other_version"
  | "disagree"
  | "unanswered"
  | "too_much"
  // on the way to the web server
  | "address"
  | "no_address"
  | "private_address"
  | "unreachable"
  | "certificate"
  | "redirect"
  | "too_slow"
  | "too_large"
  | "encoding"
  | "content_type"
  | "status"
  | "status_gone"
  // what the web server sent
  | "file_malformed"
  | "file_other_version"
  | "page_elsewhere"
  | "page_no_link"
  // what was seen, and is not enough
  | "key_alone";

/** A look that showed nothing. The message is a sentence: what was seen, from whom, and what to do. */
export class LookUpProblem extends Error {
  readonly code: ProblemCode;
  constructor(code: ProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = "LookUpProblem";
  }
}

const ABSENCES: readonly ProblemCode[] = [
  "txt_none",
  "txt_malformed",
  "txt_two",
  "txt_other_version",
  "status_gone",
  "file_malformed",
  "file_other_version",
  "page_no_link",
];

/** Whether whoever holds the domain answered, and what was looked for is not there. Failures on the way are not that. */
export function isAbsence(problem: LookUpProblem): boolean {
  return ABSENCES.includes(problem.code);
}
