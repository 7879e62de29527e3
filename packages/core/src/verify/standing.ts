import type { Entry, Kind, Level, RemovalReason } from "../signature/entry.ts";
import type { SignatureStatus } from "../signature/signature-state.ts";

/** What became of a signature, by a later bundle. Plain data. */
export type Standing = {
  /** Index of its `sign`. */
  readonly signature: number;
  readonly status: SignatureStatus;
  /** Why the depositary took it out; null unless it was removed. */
  readonly reason: RemovalReason | null;
  /** Digest of the version that its latest consent names. */
  readonly version: string;
  /** Whether consent was given again after the receipt: to another version, or with other particulars. */
  readonly again: boolean;
  /** Whether a dispute over it was settled, and it stood. */
  readonly upheld: boolean;
  readonly kind: Kind;
  /** How it is known who signed, and how it was known right after the entry of the receipt. */
  readonly level: Level;
  readonly levelBefore: Level;
};

/** Index of the signature that an entry is about; null when it is about the statement. */
export function signatureOf(entry: Entry, index: number): number | null {
  if (entry.act === "sign") return index;
  return "of" in entry ? entry.of : null;
}

/**
 * What became of a signature.
 * @param acts on it, in order, its `sign` first, and legal (spec/entry.md): a verified log's
 * @param index of the receipt's entry
 * @returns null when the first of them is no `sign`
 */
export function standingAfter(
  acts: readonly { readonly index: number; readonly entry: Entry }[],
  index: number,
): Standing | null {
  const [sign] = acts;
  if (sign?.entry.act !== "sign") return null;
  let standing: Standing = {
    signature: sign.index,
    status: "standing",
    reason: null,
    version: sign.entry.version,
    again: false,
    upheld: false,
    kind: sign.entry.kind,
    level: sign.entry.level,
    levelBefore: sign.entry.level,
  };
  for (const act of acts.slice(1)) {
    standing = { ...standing, ...change(act.entry, act.index > index) };
    if (act.index <= index) standing = { ...standing, levelBefore: standing.level };
  }
  return standing;
}

function change(entry: Entry, isLater: boolean): Partial<Standing> {
  switch (entry.act) {
    case "resign":
      return { version: entry.version, level: entry.level, ...(isLater ? { again: true } : {}) };
    case "attest":
      return { level: entry.level };
    case "withdraw":
      return { status: "withdrawn" };
    case "dispute":
      return { status: "disputed" };
    case "uphold":
      return { status: "standing", upheld: true };
    case "remove":
      return { status: "removed", reason: entry.reason };
    case "erase":
      return { status: "erased" };
    case "anonymise":
      return { status: "anonymised" };
    default:
      return {};
  }
}
