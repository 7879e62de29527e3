import { decodeUtf8, encodeBase64, encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { IdentityLink } from "@undersigned/core/log/identity-chain.ts";
import { encodeIdentityLinks } from "@undersigned/core/log/identity-chain.ts";
import { formatLogProof } from "@undersigned/core/log/proof.ts";
import { proveInclusion } from "@undersigned/core/log/prove.ts";
import type { Opening } from "@undersigned/core/signature/commitment.ts";
import type { Receipt } from "@undersigned/core/verify/receipt.ts";
import { findByConsent, findFormerConsent } from "@undersigned/store/consents.ts";
import type { Store } from "@undersigned/store/engine.ts";
import type { FormerConsentTable } from "@undersigned/store/former-tables.ts";
import { HEADS, readEntries } from "@undersigned/store/log-reading.ts";
import { readPending } from "@undersigned/store/pending.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import type { Secrets } from "../secrets.ts";
import type { Covering } from "./covering.ts";
import type { Appended } from "./log-draft.ts";
import { readOpening } from "./openings.ts";
import type { Published, SignedTree } from "./published.ts";
import type { Publishing } from "./publishing.ts";
import type { Receipts } from "./receipts.ts";
import type { TokenTarget } from "./signing-tokens.ts";
import { readToken, refuseToken } from "./signing-tokens.ts";
import type { TileReading } from "./tile-reading.ts";

/** Makes receipts for those who have shown that they may have them. */
export type ReceiptMaking = {
  /**
   * The receipt of entry `index`; null when it is not published within `wait` milliseconds.
   * @param appended what it needs, when it is at hand; else it is read from the database
   */
  make(
    statementId: string,
    index: number,
    wait: number,
    appended?: Pick<Appended, "entry" | "opening">,
  ): Promise<Receipt | null>;
  /** As `make`, without waiting: null while the entry is not published. */
  find(statementId: string, index: number, appended?: Pick<Appended, "entry" | "opening">): Promise<Receipt | null>;
};

type Deps = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly publishing: Publishing;
  readonly tiles: TileReading;
  /** How the key that signs came to hold, oldest first. */
  readonly chain: readonly IdentityLink[];
  readonly covering: Covering;
};

export function makeReceipts(deps: Deps): ReceiptMaking & Receipts {
  const find: ReceiptMaking["find"] = async function find(statementId, index, appended) {
    const published = await deps.publishing.published(statementId);
    if (!published || published.statement.size <= index) return null;
    const settled = await deps.covering.settled(statementId, published, index + 1);
    return await makeReceipt(deps, statementId, index, settled, appended);
  };

  return {
    find,
    async make(statementId, index, wait, appended) {
      const published = await deps.publishing.waitFor(statementId, index + 1, wait);
      if (published === null) return null;
      // Whoever has just signed is not made to wait for witnesses.
      return await makeReceipt(deps, statementId, index, await deps.covering.atOnce(published), appended);
    },
    async get(id, token) {
      const target = readToken(deps.secrets.macKey, token);
      return await find(target.statementId, await indexFor(deps.store, target, id));
    },
  };
}

/** The entry that is asked for, when the token opens the signature it belongs to. */
async function indexFor(store: Store, target: TokenTarget, id: string): Promise<number> {
  const { statementId } = target;
  const signIndex = target.kind === "manage" ? target.index : await confirmedIndex(store, target);
  const signature = await readSignature(store.db, statementId, signIndex);
  if (!signature) throw refuseToken();
  const { idx, consent_index, ended_index } = signature;
  if (id === signature.pending_id || (target.kind === "pending" && id === target.pendingId)) {
    return ended_index ?? consent_index;
  }
  const asked = [idx, consent_index, ended_index].find((index) => id === `${statementId}.${index}`);
  if (typeof asked === "number") return asked;
  const earlier = readIndex(statementId, id);
  const former = earlier === null ? null : await findFormerConsent(store.db, statementId, earlier);
  if (former?.idx !== idx) {
    throw new RefusedError("not_found", "There is no such receipt, or this link does not open it.");
  }
  return former.consent_index;
}

/** The index in "STATEMENT.INDEX". */
function readIndex(statementId: string, id: string): number | null {
  const digits = id.startsWith(`${statementId}.`) ? id.slice(statementId.length + 1) : "";
  return /^(?:0|[1-9][0-9]{0,14})$/.test(digits) ? Number(digits) : null;
}

async function confirmedIndex(store: Store, target: TokenTarget & { kind: "pending" }): Promise<number> {
  const row = await readPending(store.db, target.statementId, target.pendingId);
  if (!row) throw refuseToken();
  if (row.confirmed_index === null) {
    throw new RefusedError(
      "wrong_state",
      "This signature is not confirmed yet: confirm it first, then there is a receipt.",
    );
  }
  return row.confirmed_index;
}

async function makeReceipt(
  deps: Deps,
  statementId: string,
  index: number,
  { statement, heads }: Published,
  appended?: Pick<Appended, "entry" | "opening">,
): Promise<Receipt> {
  const { entry, opening } = appended ?? (await readAppended(deps, statementId, index));
  const head = await headOf(deps, statement.headIndex as number, heads);
  return {
    format: "undersigned/receipt@v1",
    entry: encodeBase64(entry),
    opening,
    head: head.entry,
    proofs: { statement: await prove(deps.tiles, statementId, index, statement), heads: head.proof },
    ...(deps.chain.length === 0 ? {} : { identity: encodeIdentityLinks(deps.chain) }),
  };
}

async function readAppended(
  { store, secrets }: Deps,
  statementId: string,
  index: number,
): Promise<Pick<Appended, "entry" | "opening">> {
  const entry = await readEntry(store, statementId, index);
  const signature = await findByConsent(store.db, statementId, index);
  if (signature) return { entry, opening: readOpening(secrets, signature) };
  const former = await findFormerConsent(store.db, statementId, index);
  return { entry, opening: former && closeBoth(former) };
}

/** Of a consent that was given again since, the openings are destroyed: nothing is left to open. */
function closeBoth({ public_digest, private_digest }: FormerConsentTable): Opening {
  return { public: { digest: encodeHex(public_digest) }, private: { digest: encodeHex(private_digest) } };
}

async function readEntry(store: Store, log: string, index: number): Promise<Uint8Array> {
  const [entry] = await readEntries(store.db, log, index, index + 1);
  if (!entry) throw new RefusedError("unavailable", `Entry ${index} of log ${log} is missing from the database.`);
  return entry;
}

type ProvenHead = { readonly entry: string; readonly proof: string };

/** Every receipt of a publish round has the same head and proof of it: those made last are kept, by publication. */
const heads = new WeakMap<SignedTree, { headIndex: number; made: Promise<ProvenHead> }>();

function headOf(deps: Deps, headIndex: number, publication: SignedTree): Promise<ProvenHead> {
  const known = heads.get(publication);
  if (known?.headIndex === headIndex) return known.made;
  const made = makeHead(deps, headIndex, publication);
  heads.set(publication, { headIndex, made });
  return made;
}

async function makeHead({ store, tiles }: Deps, headIndex: number, publication: SignedTree): Promise<ProvenHead> {
  const entry = await readEntry(store, HEADS, headIndex);
  return { entry: encodeBase64(entry), proof: await prove(tiles, HEADS, headIndex, publication) };
}

/** A C2SP tlog-proof of one entry in the published tree. */
async function prove(
  tiles: TileReading,
  log: string,
  index: number,
  { size, checkpoint }: SignedTree,
): Promise<string> {
  const hashes = await proveInclusion(index, size, (level, tile, width) => tiles.nodes(log, level, tile, width));
  return decodeUtf8(formatLogProof({ index, hashes, checkpoint }));
}
