import { UndersignedError } from "@undersigned/core/errors.ts";
import { parseCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { keysOfChain } from "@undersigned/core/log/identity-chain.ts";
import { parseNote } from "@undersigned/core/log/note.ts";
import { parseOrigin } from "@undersigned/core/log/origin.ts";
import type { ShownContradiction } from "@undersigned/core/verify/contradiction.ts";
import { checkContradiction, parseContradiction } from "@undersigned/core/verify/contradiction.ts";
import type { Verdict } from "@undersigned/core/verify/findings.ts";
import { tellNumber } from "@undersigned/core/verify/tell.ts";
import type { Trust } from "@undersigned/core/verify/trust.ts";
import { knownChain, trustedKeys } from "@undersigned/core/verify/trust.ts";
import { wrap } from "../layout.ts";
import { formatVerdict } from "./print-checks.ts";

/** What a contradiction was found to be. */
export type ContradictionReport = {
  /** `valid`: it is proven. */
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly shown: ShownContradiction | null;
};

const VERDICTS = {
  valid: "Proven. The depositary’s key signed two things that cannot both be true.",
  invalid: "Not proven. This file shows nothing.",
  inconclusive: "Could not tell.",
} as const;

/** Without a key nobody can tell: whoever makes a false one brings a false key. */
export function reportOnContradiction(bytes: Uint8Array, trust: Trust): ContradictionReport {
  try {
    const contradiction = parseContradiction(bytes);
    const { origin } = parseCheckpoint(parseNote(contradiction.checkpoints[0]).text);
    const chain = knownChain(trust);
    const keys = [...trustedKeys(trust, parseOrigin(origin), chain), ...keysOfChain(chain)];
    if (keys.length === 0) {
      const reason = `It is about ${origin}. Give its depositary's key with --key, from somebody you trust.`;
      return { verdict: "inconclusive", reason, shown: null };
    }
    return { verdict: "valid", reason: null, shown: checkContradiction(contradiction, ...keys) };
  } catch (error) {
    if (!(error instanceof UndersignedError)) throw error;
    const verdict = error.code === "unsupported" ? "inconclusive" : "invalid";
    return { verdict, reason: `${error.message}.`, shown: null };
  }
}

export function formatContradictionReport(report: ContradictionReport, notes: readonly string[]): string {
  const { verdict, reason, shown } = report;
  const facts =
    shown === null
      ? []
      : [
          `The log ${shown.origin} has two roots at ${tellNumber(shown.size)} entries:`,
          ...shown.roots,
          "The key was copied, or the log was changed after it was shown, or it went on from an old copy of its database.",
        ];
  return formatVerdict(verdict, reason, VERDICTS) + [...facts, ...notes].map((line) => wrap(line, "  ")).join("");
}
