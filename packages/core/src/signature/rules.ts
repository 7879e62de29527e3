import { VerificationError } from "../errors.ts";

/**
 * The rules of replay, by the short stable names that `spec/entry.md` gives them, each with what it demands in words.
 * The first that an entry breaks, in this order, is the one reported. A rule is never renamed or given another meaning:
 * verifiers report it by name.
 */
export const RULES = {
  before_open: "the first entry of a log opens a version; nothing comes before it",
  after_close: "after the statement is closed nothing is opened, extended, closed, signed or signed again",
  before_close: "a signature is anonymised only after the statement is closed",
  version_again: "a version is opened once",
  version_limit: "a statement opens at most 1,000 versions",
  version_unknown: "an entry names only versions that were opened before it",
  version_not_latest: "consent goes to the version opened last",
  extend_not_later: "the closing time moves only to a later time, or is lifted",
  capacity_of_organisation: "an organisation signs in an institutional capacity",
  succeed_size: "an entry that succeeds another log stands at the index that equals that log's size",
  of_not_earlier: "an act on a signature comes after it",
  of_not_signature: "an act on a signature names the index of its sign entry",
  signature_ended: "a signature that was withdrawn, removed, erased or anonymised is final",
  not_standing: "this act needs a standing signature; a dispute over it must be settled first",
  not_disputed: "only a disputed signature is upheld, or removed with the reason disputed",
  not_person: "only people are anonymised",
  kind_changed: "who signs again is still an organisation, or still a person",
  level_of_kind: "a level is 1 to 3 for a person and 1 to 4 for an organisation",
} as const;

export type Rule = keyof typeof RULES;

/** An entry that its log's own earlier entries forbid. `index` is its place in the log, `rule` what it breaks. */
export class IllegalEntryError extends VerificationError {
  readonly rule: Rule;
  readonly index: number;
  constructor(rule: Rule, index: number, what: string) {
    super("illegal_entry", `entry ${index} (${what}) breaks the rule ${rule}: ${RULES[rule]}`);
    this.rule = rule;
    this.index = index;
  }
}
