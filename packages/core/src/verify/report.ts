import type { Tallies } from "../signature/counts.ts";
import type { Hex } from "../signature/entry.ts";
import type { Summary } from "../signature/replay.ts";
import type { Check, Findings, Verdict } from "./findings.ts";
import type { ReportedHandOver } from "./lineage.ts";
import type { Witnessed } from "./witnesses.ts";

/** What a verifier of bundles looks at, in the order in which it tells of it. */
export const BUNDLE_CHECKS = {
  files: "Every file that belongs in the bundle is there, whole, and no other.",
  versions: "Every text, and the notice that signatories agreed to, is the one that its version names by digest.",
  entries: "Every entry of the log is well formed, follows from those before it, and meets the terms of its version.",
  openings: "Every name shown is the one that its signatory committed to, and its signature stands.",
  observations:
    "Whatever the depositary says that it saw of organisations is what it committed to when it recorded it, and signatures by keys of theirs hold.",
  identity:
    "Whenever the depositary replaced its key, or moved to another host, its log of heads says so, signed with both keys.",
  tree: "The entries are all those, and only those, that the checkpoint sums up.",
  checkpoint: "The checkpoint is signed with the key.",
  head: "The checkpoint was published: it stands in the depositary's log of heads, signed with the same key.",
  witnesses: "Enough of the witnesses that your policy names have seen that same log of heads.",
  key: "The key is one that was given for this depositary, not merely the one in the bundle.",
} as const;

export type CheckName = keyof typeof BUNDLE_CHECKS;
export type BundleFindings = Findings<CheckName>;

/** A document in which an addressee answered. */
export type ReportedResponse = { readonly addressee: string; readonly file: string };

/** What the depositary saw of organisations that are named and stand, as far as the bundle tells. */
export type ReportedEvidence = {
  /** Of how many organisations it tells anything. */
  readonly organisations: number;
  /** Of how many each was seen and not found gone later; `key`: signed with a key that their domain names. */
  readonly seen: Readonly<Record<"dns" | "well-known" | "web-page" | "approval" | "vouch" | "key", number>>;
  /** Lines in notes of the bundle by keys of organisations, all of which verify. */
  readonly signatures: number;
};

export type ReportedVersion = {
  readonly number: number;
  readonly digest: Hex;
  /** Signatures that count for this version; null where counts are. */
  readonly total: number | null;
  /** Those in the bundle, which nobody signed. */
  readonly translations: readonly { readonly lang: string; readonly sha256: Hex; readonly title: string }[];
  /** In the manifest's order; those that could be read. */
  readonly texts: readonly {
    readonly lang: string;
    readonly sha256: Hex;
    readonly title: string;
    readonly authentic: boolean;
    readonly prevails: boolean;
  }[];
};

/** What a verifier found. Plain data: it survives JSON unchanged. */
export type Report = {
  readonly verdict: Verdict;
  /** Why the verdict is not `valid`, in words; null when it is. */
  readonly reason: string | null;
  /** In order; `observations` only where the bundle has any, `identity` only where keys or hosts were replaced, `witnesses` only where a policy was given. */
  readonly checks: readonly Check<CheckName>[];
  /** Origin of the statement's log, `HOST/s/ID`; null when the bundle does not tell. */
  readonly origin: string | null;
  /** The verifier key of the log of heads that was used, and where it is from. */
  readonly key: {
    readonly vkey: string;
    readonly source: "given" | "origin" | "policy" | "bundle";
    /** The hand-overs between the key that was trusted and this one, oldest first; none when they are one. */
    readonly handOvers: readonly ReportedHandOver[];
  } | null;
  /** The time of the head, `YYYY-MM-DDTHH:MM:SSZ`: everything is as of then. Null unless the head holds. */
  readonly asOf: string | null;
  /** What the witnesses of the policy have to say; null without a policy. */
  readonly witnessed: Witnessed | null;
  /** Entries in the log. */
  readonly size: number | null;
  readonly status: "open" | "closed" | null;
  /** When the depositary means to close, or meant to. */
  readonly closes: string | null;
  readonly versions: readonly ReportedVersion[];
  /** Null unless the entries, their tree and its checkpoint all hold. */
  readonly counts: (Summary & { readonly tallies: Tallies }) | null;
  /** Named organisations whose signatures stand: how many are named in the bundle, and how many there are. */
  readonly names: { readonly shown: number; readonly of: number } | null;
  /** Null where the bundle has no observations, or they do not hold. */
  readonly evidence: ReportedEvidence | null;
  /** The documents in the bundle in which addressees answered; none unless the entries, their tree and its checkpoint all hold. */
  readonly responses: readonly ReportedResponse[];
  /** What no check can show, in words. */
  readonly trusted: readonly string[];
};
