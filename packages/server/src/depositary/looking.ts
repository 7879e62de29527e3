import type { Way } from "../lookup/look-up-domain.ts";
import type { ProblemCode } from "../lookup/problem.ts";
import type { Reply } from "../lookup/resolver.ts";
import type { EvidenceView } from "./evidence.ts";
import type { StatementView } from "./statements.ts";

/** What the organisation's own domain is to say, each in one of three ways; to copy, and to forward to its web master. */
export type DomainAsks = {
  readonly domain: string;
  readonly record: {
    /** As DNS panels want it: without the domain. */
    readonly host: string;
    readonly name: string;
    readonly value: string;
  };
  readonly file: { readonly url: string; readonly text: string };
  /** Whole address of the version, for a link on a page of the website. */
  readonly link: string;
};

/** One's own evidence, as the page by a mailed link shows it. */
export type OwnEvidence = {
  readonly view: EvidenceView;
  readonly statement: StatementView;
  /** Null for people, and for organisations without a domain of their own. */
  readonly asks: DomainAsks | null;
};

/** Where to look; or a note that was signed with the organisation's own key, which its domain names. */
export type Look = Way | { readonly how: "key"; readonly note: string };

/** Why nothing was seen, or what was seen was not enough. */
export type LookProblem = { readonly code: ProblemCode | "note"; readonly message: string };

export type LookResult = OwnEvidence & {
  /** Null: it was seen, and is recorded. */
  readonly problem: LookProblem | null;
  /** What each resolver said, where they were asked for records. */
  readonly replies: readonly Reply[];
  /** It waited for this, and is in the log now. */
  readonly isNowRecorded: boolean;
};

/** An organisation shows by its own domain who it is. */
export type Looking = {
  /** By the token of a confirm link or a manage link; null when it opens nothing any more. */
  find(token: string): Promise<OwnEvidence | null>;
  /**
   * Looks now, and records what was seen.
   * @throws RefusedError `token_invalid`, `wrong_state` where there is no domain to look at, `rate_limited`
   */
  look(token: string, look: Look): Promise<LookResult>;
};
