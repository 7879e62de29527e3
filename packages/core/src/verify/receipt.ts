import { decodeBase64, decodeUtf8, encodeBase64 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { formatCanonicalJson } from "../json.ts";
import type { EncodedLink } from "../log/identity-chain.ts";
import { decodeIdentityLinks, encodeIdentityLinks } from "../log/identity-chain.ts";
import { LOG_PROOF_LIMIT } from "../log/proof.ts";
import type { Opening } from "../signature/commitment.ts";
import { parseOpening } from "../signature/commitment.ts";
import { checkMembers } from "../signature/members.ts";

/** The `format` member of every receipt of this edition of the format (spec/receipt.md). */
export const RECEIPT_FORMAT = "undersigned/receipt@v1";
/** Greatest length of a receipt, in bytes. */
export const RECEIPT_LIMIT = 4_194_304;

/** What a signatory keeps: the entry, its opening, and the proofs that the logs hold it. */
export type Receipt = {
  readonly format: typeof RECEIPT_FORMAT;
  /** Exact bytes of the entry, base64. */
  readonly entry: string;
  /** Null for an act that commits to nothing (a withdrawal). */
  readonly opening: Opening | null;
  /** Exact bytes of the head that covers it, base64. */
  readonly head: string;
  /** C2SP tlog-proofs: of the entry in the statement's log, of the head in the log of heads. */
  readonly proofs: { readonly statement: string; readonly heads: string };
  /** How the depositary's key came to be the one that signed; left out when it is the first. */
  readonly identity?: readonly EncodedLink[];
};

/** The canonical JSON of a receipt. @throws {MalformedError} as parseReceipt does */
export function formatReceipt(receipt: Receipt): Uint8Array {
  const { format, entry, opening, head, proofs, identity = [] } = receipt;
  const { statement, heads } = proofs;
  const members = { format, entry, opening, head, proofs: { statement, heads } };
  const links = identity.length === 0 ? {} : { identity: identity.map(({ entry, proof }) => ({ entry, proof })) };
  const bytes = formatCanonicalJson({ ...members, ...links });
  parseReceipt(bytes);
  return bytes;
}

/**
 * Reads a receipt; whether it shows anything is `verifyReceipt`'s to say. JSON in any spelling is taken, since people keep
 * receipts as their programs saved them and every byte that counts is inside a string.
 * @throws {MalformedError} `unsupported` for a later edition of the format, `malformed`, `not_utf8`, `too_large`
 */
export function parseReceipt(bytes: Uint8Array): Receipt {
  if (bytes.length > RECEIPT_LIMIT) {
    throw new MalformedError("too_large", `a receipt is at most ${RECEIPT_LIMIT} bytes long`);
  }
  const text = decodeUtf8(bytes);
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new MalformedError("malformed", "a receipt is JSON, and this is not", { cause });
  }
  checkFormat(value);
  const read = checkMembers(value, "receipt", ["format", "entry", "opening", "head", "proofs"], ["identity"]);
  const proofs = checkMembers(read.proofs, "proofs", ["statement", "heads"], []);
  return {
    format: RECEIPT_FORMAT,
    entry: checkBase64(read.entry, "entry"),
    opening: read.opening === null ? null : parseOpening(formatCanonicalJson(read.opening ?? null)),
    head: checkBase64(read.head, "head"),
    proofs: {
      statement: checkText(proofs.statement, "proofs.statement"),
      heads: checkText(proofs.heads, "proofs.heads"),
    },
    ...(read.identity === undefined ? {} : { identity: checkIdentity(read.identity) }),
  };
}

function checkFormat(value: JsonValue): void {
  const format = typeof value === "object" && value !== null && "format" in value ? value.format : undefined;
  if (format === RECEIPT_FORMAT) return;
  if (typeof format === "string" && /^undersigned\/receipt@v[1-9][0-9]{0,3}$/.test(format)) {
    throw new MalformedError("unsupported", `this is ${format}, and only ${RECEIPT_FORMAT} is read here`);
  }
  throw new MalformedError("malformed", `this is no receipt: its format is not ${RECEIPT_FORMAT}`);
}

/** Left out when it is empty: there is one way to say that there is none. */
function checkIdentity(value: JsonValue): EncodedLink[] {
  const links = decodeIdentityLinks(value);
  if (links.length > 0) return encodeIdentityLinks(links);
  throw new MalformedError("malformed", "identity is left out when there is no link");
}

function checkText(value: JsonValue | undefined, what: string): string {
  if (typeof value !== "string") throw new MalformedError("malformed", `${what} is not a string`);
  if (value.length > LOG_PROOF_LIMIT) throw new MalformedError("too_large", `${what} is too long`);
  return value;
}

function checkBase64(value: JsonValue | undefined, what: string): string {
  const text = checkText(value, what);
  return encodeBase64(decodeBase64(text));
}
