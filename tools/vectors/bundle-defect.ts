import type { ErrorCode } from "@undersigned/core/errors.ts";
import type { Verdict } from "@undersigned/core/verify/findings.ts";
import type { CheckName } from "@undersigned/core/verify/report.ts";
import type { Freshness } from "@undersigned/core/verify/witnesses.ts";

/** The files of a bundle by name. */
export type Files = Map<string, Uint8Array>;

/** What a verifier is given beside the bundle or receipt. */
export type Asked = {
  /** The key that is trusted: the depositary's own when it is left out. */
  readonly trust?: string | null;
  /** A policy, in its text form. */
  readonly policy?: string;
  readonly freshness?: Freshness;
};

/** What is wrong with a bundle, and what a verifier must say to it. */
export type BundleDefect = Asked & {
  readonly about: string;
  readonly verdict: Verdict;
  readonly check?: CheckName;
  readonly code?: ErrorCode;
  readonly where?: string;
  /** @param files a copy of the valid bundle's */
  readonly make: (files: Files) => Files | Promise<Files>;
};

export type BundleDefects = Readonly<Record<string, BundleDefect>>;
