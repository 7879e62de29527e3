import { decodeBase64, decodeHex, encodeHex, encodeUtf8 } from "../bytes.ts";
import { MalformedError, UndersignedError, VerificationError } from "../errors.ts";
import type { Checkpoint } from "../log/checkpoint.ts";
import { parseCheckpoint } from "../log/checkpoint.ts";
import type { Head } from "../log/head.ts";
import { checkHead, parseHead } from "../log/head.ts";
import type { HandedOver } from "../log/identity-chain.ts";
import { keysOfChain } from "../log/identity-chain.ts";
import { checkInclusion, hashLeaf } from "../log/merkle.ts";
import type { VerifierKey } from "../log/note.ts";
import { formatVerifierKey, makeVerifierKey, parseNote } from "../log/note.ts";
import type { Origin } from "../log/origin.ts";
import { parseOrigin } from "../log/origin.ts";
import type { LogProof } from "../log/proof.ts";
import { checkLogProof, parseLogProof } from "../log/proof.ts";
import type { Opening } from "../signature/commitment.ts";
import { checkDisclosure, checkOpening } from "../signature/commitment.ts";
import type { Entry } from "../signature/entry.ts";
import { parseEntry } from "../signature/entry.ts";
import type { PublicPart } from "../signature/part.ts";
import type { Check, Verdict } from "./findings.ts";
import { Findings, judge } from "./findings.ts";
import { checkIdentity } from "./identity-links.ts";
import type { Lineage, ReportedHandOver } from "./lineage.ts";
import { checkReign, findLineage, keysOfDepositary, reportHandOvers } from "./lineage.ts";
import type { Receipt } from "./receipt.ts";
import { formatTime } from "./time.ts";
import type { LogKeys, Trust } from "./trust.ts";
import { checkKeyName, knownChain, nameKeys, trustedKeys } from "./trust.ts";
import { listTrustedOfReceipt } from "./trusted.ts";
import type { Freshness, Witnessed } from "./witnesses.ts";
import { checkWitnesses } from "./witnesses.ts";

/** What a verifier of receipts looks at, in the order in which it tells of it. */
export const RECEIPT_CHECKS = {
  entry: "The entry is well formed.",
  opening: "What the receipt opens is what the entry was made for.",
  identity:
    "Whenever the depositary replaced its key, or moved to another host, its log of heads says so, signed with both keys.",
  log: "The entry stands in the statement's log.",
  head: "That log was published: it stands in the depositary's log of heads.",
  witnesses: "Enough of the witnesses that your policy names have seen the depositary's log of heads.",
  key: "Both logs are signed with the key that was given for this depositary.",
} as const;

export type ReceiptCheckName = keyof typeof RECEIPT_CHECKS;

/** What a verifier found in a receipt. Plain data. */
export type ReceiptReport = {
  readonly verdict: Verdict;
  /** Why the verdict is not `valid`, in words; null when it is. */
  readonly reason: string | null;
  /** In order; `identity` only where keys or hosts were replaced, `witnesses` only where a policy was given. */
  readonly checks: readonly Check<ReceiptCheckName>[];
  /** Origin of the statement's log, `HOST/s/ID`. */
  readonly origin: string | null;
  readonly key: {
    readonly vkey: string;
    readonly source: "given" | "origin" | "policy";
    /** The hand-overs between the key that was trusted and this one, oldest first; none when they are one. */
    readonly handOvers: readonly ReportedHandOver[];
  } | null;
  /** The time of the head, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly asOf: string | null;
  /** What the witnesses of the policy have to say; null without a policy. */
  readonly witnessed: Witnessed | null;
  /** Where the entry stands in the statement's log, and how many entries that had. */
  readonly index: number | null;
  readonly size: number | null;
  readonly entry: Entry | null;
  /** What the list shows of the signatory: the public half of the opening; null unless it is open and holds. */
  readonly shown: PublicPart | null;
  /** What no check can show, in words. */
  readonly trusted: readonly string[];
};

export type VerifyReceiptOptions = {
  /** How old the cosignatures may be that the policy asks for; null, as by default: as old as the receipt. */
  readonly freshness?: Freshness | null;
};

type ReceiptFindings = Findings<ReceiptCheckName>;

/**
 * Verifies a receipt (spec/receipt.md). Everything in it may come from an attacker; `trust` is the caller's own. Without a
 * trusted key the verdict is at best `inconclusive`: a receipt carries no key.
 */
export function verifyReceipt(receipt: Receipt, trust: Trust, options: VerifyReceiptOptions = {}): ReceiptReport {
  const findings: ReceiptFindings = new Findings(RECEIPT_CHECKS);
  const headBytes = decodeBase64(receipt.head);
  const entryBytes = decodeBase64(receipt.entry);
  const head = findings.attempt("head", "head", () => parseHead(headBytes));
  const chain = checkIdentity(findings, receipt.identity);
  const { keys, lineage } = head === null ? NO_KEYS : chooseKeys(findings, head, trust, receipt.proofs.heads, chain);
  const entry = readEntry(findings, entryBytes, receipt.opening);
  const proof = checkProof(findings, "log", receipt.proofs.statement, entryBytes, keys?.statement ?? null);
  if (head !== null && proof !== null) {
    findings.attempt("head", "head", () => checkHead(head, proof.checkpoint));
  }
  const proven = checkProof(findings, "head", receipt.proofs.heads, headBytes, keys?.heads ?? null);
  if (head !== null && proven !== null) {
    findings.attempt("head", "proofs.heads", () => checkHeadsOrigin(head, proven.checkpoint));
  }
  if (lineage !== null && proven !== null) {
    findings.attempt("key", "proofs.heads", () => checkReign(lineage, proven.checkpoint.size));
  }
  const published = findings.holds("head") ? head : null;
  const witnessed = askWitnesses(findings, published, receipt.proofs.heads, trust, options);
  const checks = findings.checks();
  const found = {
    origin: head?.statement ?? null,
    key: keys &&
      trust && {
        vkey: formatVerifierKey(keys.heads),
        source: trust.source,
        handOvers: reportHandOvers(lineage),
      },
    asOf: published === null ? null : formatTime(published.time),
    witnessed,
    index: proof?.index ?? null,
    size: proof?.checkpoint.size ?? null,
    entry,
    shown: findings.holds("opening") ? shownIn(receipt.opening) : null,
  };
  return { ...judge(checks), checks, ...found, trusted: listTrustedOfReceipt(found) };
}

function shownIn(opening: Opening | null): PublicPart | null {
  return opening !== null && "part" in opening.public ? opening.public.part : null;
}

/** The report on something that cannot be read as a receipt at all. A later edition of the format is not called wrong. */
export function reportUnreadableReceipt(error: UndersignedError): ReceiptReport {
  const findings: ReceiptFindings = new Findings(RECEIPT_CHECKS);
  if (error.code === "unsupported") findings.leave("entry", `${error.message}.`);
  else findings.fail("entry", "the receipt", error);
  findings.omit("witnesses");
  findings.omit("identity");
  const checks = findings.checks();
  const unknown = { origin: null, key: null, asOf: null, witnessed: null };
  const nothing = { ...unknown, index: null, size: null, entry: null, shown: null };
  return { ...judge(checks), checks, ...nothing, trusted: [] };
}

type Chosen = { readonly keys: LogKeys | null; readonly lineage: Lineage | null };
const NO_KEYS: Chosen = { keys: null, lineage: null };

/** The keys of both logs, when a trusted one leads to them; without any no signature is verified. */
function chooseKeys(
  findings: ReceiptFindings,
  head: Head,
  trust: Trust,
  proof: string,
  chain: readonly HandedOver[],
): Chosen {
  const origin = parseOrigin(head.statement);
  const { host, statement } = origin;
  const trusted = findings.attempt("key", "head", () => trustedKeys(trust, origin, chain)) ?? [];
  const [key] = trusted;
  if (key === undefined) {
    findings.leave("key", "no key was given, and a receipt carries none.");
    return NO_KEYS;
  }
  findings.done("key");
  const chains = [chain, knownChain(trust)];
  for (const signer of signersFirst(candidates(trusted, chains, origin), host, proof)) {
    const lineage = findLineage(trusted, signer, statement, chains);
    if (lineage !== null) return { keys: nameKeys(signer.publicKey, origin), lineage };
  }
  findings.attempt("key", "head", () => checkKeyName(key, origin));
  return { keys: nameKeys(key.publicKey, origin), lineage: null };
}

/** Which keys may have signed: the last of the receipt's own chain; without one, those that are known beforehand. */
function candidates(
  trusted: readonly VerifierKey[],
  [own = [], known = []]: readonly (readonly HandedOver[])[],
  origin: Origin,
): VerifierKey[] {
  const last = own.at(-1)?.key;
  const all = last === undefined ? [...trusted, ...keysOfChain(known)] : [last];
  return keysOfDepositary(all, origin, []).map(({ publicKey }) => makeVerifierKey(origin.host, publicKey));
}

/** Keys, first those whose id stands on the checkpoint: an id proves nothing, but the others cannot have signed. */
function signersFirst(keys: readonly VerifierKey[], host: string, proof: string): VerifierKey[] {
  const ids = new Set<string>();
  try {
    for (const { keyId } of parseNote(parseLogProof(encodeUtf8(proof)).checkpoint).signatures)
      ids.add(encodeHex(keyId));
  } catch (error) {
    // It is told of where the proof itself is checked.
    if (!(error instanceof UndersignedError)) throw error;
  }
  const signed = ({ publicKey }: VerifierKey) => ids.has(encodeHex(makeVerifierKey(host, publicKey).keyId));
  return [...keys.filter(signed), ...keys.filter((key) => !signed(key))];
}

/** What the witnesses say that the policy names; null without a policy, and then nothing is asked of any. */
function askWitnesses(
  findings: ReceiptFindings,
  head: Head | null,
  proof: string,
  trust: Trust,
  { freshness = null }: VerifyReceiptOptions,
): Witnessed | null {
  const policy = trust?.policy ?? null;
  if (policy === null) {
    findings.omit("witnesses");
    return null;
  }
  const note = head === null ? null : parseLogProof(encodeUtf8(proof)).checkpoint;
  return checkWitnesses(findings, "proofs.heads", note, head, policy, freshness);
}

function readEntry(findings: ReceiptFindings, bytes: Uint8Array, opening: Opening | null): Entry | null {
  const entry = parseKnown(findings, bytes);
  if (entry === null) return null;
  findings.done("entry");
  findings.attempt("opening", "opening", () => checkReceiptOpening(entry, opening));
  findings.done("opening");
  return entry;
}

/** The entry; null with a problem on record, or with a note when a later edition may know its act. */
function parseKnown(findings: ReceiptFindings, bytes: Uint8Array): Entry | null {
  try {
    return parseEntry(bytes);
  } catch (error) {
    const unknown = error instanceof UndersignedError && error.code === "unknown_entry";
    if (unknown) findings.leave("entry", `${error.message}; a newer edition of this program may know it.`);
    else findings.fail("entry", "entry", error);
    return null;
  }
}

function checkReceiptOpening(entry: Entry, opening: Opening | null): void {
  const commits = entry.act === "sign" || entry.act === "resign";
  if (!commits && opening === null) return;
  if (!commits) throw new VerificationError("commitment_mismatch", `the act ${entry.act} commits to nothing`);
  if (opening === null) throw new VerificationError("commitment_mismatch", `the act ${entry.act} is not opened`);
  checkOpening(opening, decodeHex(entry.commitment));
  checkDisclosure(opening, entry);
}

type Proven = { readonly index: number; readonly checkpoint: Checkpoint };

/** Checks an inclusion proof, and its checkpoint's signature where there is a key. */
function checkProof(
  findings: ReceiptFindings,
  check: "log" | "head",
  text: string,
  leafData: Uint8Array,
  key: VerifierKey | null,
): Proven | null {
  const where = check === "log" ? "proofs.statement" : "proofs.heads";
  const proven = findings.attempt(check, where, () => {
    const proof = parseLogProof(encodeUtf8(text));
    if (proof.extra !== undefined) {
      throw new MalformedError("malformed", "it carries extra data, which nobody has signed");
    }
    const checkpoint = key === null ? checkUnsigned(proof, leafData) : checkLogProof(proof, leafData, key);
    return { index: proof.index, checkpoint };
  });
  findings.done(check);
  return proven;
}

/** As checkLogProof, without the signature: that the proof fits the checkpoint that came with it. */
function checkUnsigned(proof: LogProof, leafData: Uint8Array): Checkpoint {
  const checkpoint = parseCheckpoint(parseNote(proof.checkpoint).text);
  const { size, root } = checkpoint;
  checkInclusion({ index: proof.index, size, leafHash: hashLeaf(leafData), proof: proof.hashes, root });
  return checkpoint;
}

function checkHeadsOrigin(head: Head, { origin }: Checkpoint): void {
  const { host } = parseOrigin(head.statement);
  if (origin === host) return;
  throw new VerificationError("wrong_origin", `its checkpoint is of ${origin}, not of ${host}'s log of heads`);
}
