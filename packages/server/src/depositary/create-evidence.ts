import { RefusedError } from "@undersigned/core/errors.ts";
import type { Level } from "@undersigned/core/signature/entry.ts";
import type { PublicPart } from "@undersigned/core/signature/part.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { listObservations } from "@undersigned/store/observations.ts";
import type { PendingRow } from "@undersigned/store/pending.ts";
import { readPending } from "@undersigned/store/pending.ts";
import { readGeneration } from "@undersigned/store/representatives.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import type { Secrets } from "../secrets.ts";
import type { Evidence, EvidenceView, Holder, ObservationView } from "./evidence.ts";
import { openObserved, viewObserved } from "./observing.ts";
import { readOwnInput } from "./own-signature.ts";
import type { Preparing } from "./preparing.ts";
import type { Sequencer } from "./sequencer.ts";
import { domainOf } from "./signature-parts.ts";
import type { TokenTarget } from "./signing-tokens.ts";
import { readToken, refuseToken } from "./signing-tokens.ts";
import type { StatementReading } from "./statement-reading.ts";
import { stillSaid } from "./still-said.ts";
import { readWaiting } from "./waiting-reading.ts";

type Deps = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly reading: StatementReading;
  readonly sequencer: Sequencer;
  readonly preparing: Preparing;
  readonly clock: () => number;
  /** Mail was put into the outbox. */
  readonly onMail: () => void;
};

export function createEvidence(deps: Deps): Evidence {
  const { store, secrets, sequencer } = deps;

  async function viewRequired(holder: Holder): Promise<EvidenceView> {
    const view = await findView(deps, holder);
    if (view === null) throw refuseUnknown();
    return view;
  }

  return {
    async find(token) {
      const target = readTokenQuietly(secrets, token);
      if (target === null) return null;
      const { statementId } = target;
      if (await isReplaced(deps, target)) return null;
      return await findView(
        deps,
        target.kind === "manage" ? { statementId, index: target.index } : { statementId, pendingId: target.pendingId },
      );
    },
    view: (holder) => findView(deps, holder),
    async add(holder, seen) {
      const { statementId } = holder;
      if ("index" in holder) {
        await sequencer.act(statementId, { kind: "attest", seen, index: holder.index });
      } else {
        const prepared = await deps.preparing.prepare(statementId, holder.pendingId);
        await sequencer.act(statementId, { kind: "attest", seen, pendingId: holder.pendingId, prepared });
        deps.onMail();
      }
      return await viewRequired(holder);
    },
    async published(statementId, index) {
      const row = await readSignature(store.db, statementId, index);
      if (row?.named !== 1 || row.status !== "standing") return [];
      return stillSaid(await listViews(deps, statementId, String(index)));
    },
  };
}

function readTokenQuietly(secrets: Secrets, token: string): ReturnType<typeof readToken> | null {
  try {
    return readToken(secrets.macKey, token);
  } catch (error) {
    if (error instanceof RefusedError && error.code === "token_invalid") return null;
    throw error;
  }
}

/** Whether it was mailed to somebody who no longer speaks for the organisation that signed. */
async function isReplaced({ store }: Deps, target: TokenTarget): Promise<boolean> {
  const { kind, statementId } = target;
  if (kind === "manage") return (await readGeneration(store, statementId, target.index)) !== target.generation;
  const index = (await readPending(store.db, statementId, target.pendingId))?.confirmed_index ?? null;
  return index !== null && (await readGeneration(store, statementId, index)) !== 0;
}

function refuseUnknown(): RefusedError {
  return new RefusedError("not_found", "There is no such signature any more: it was taken back, or its time is over.");
}

async function findView(deps: Deps, holder: Holder): Promise<EvidenceView | null> {
  const { store, clock } = deps;
  const { statementId } = holder;
  if ("index" in holder) {
    const row = await readSignature(store.db, statementId, holder.index);
    return row && (await viewSigned(deps, row));
  }
  const row = await readPending(store.db, statementId, holder.pendingId);
  if (row === null) return null;
  if (row.confirmed_index !== null) return await findView(deps, { statementId, index: row.confirmed_index });
  if (row.confirmed_at === null || row.expires_at < clock()) return null;
  return await viewWaiting(deps, row);
}

async function viewSigned(deps: Deps, row: SignatureRow): Promise<EvidenceView | null> {
  if (row.status !== "standing" && row.status !== "disputed") return null;
  const input = readOwnInput(deps.secrets, row);
  if (input === null) return null;
  const { domain }: Partial<PublicPart> = JSON.parse(row.public_part ?? "{}");
  return {
    holder: { statementId: row.statement_id, index: row.idx },
    kind: row.kind,
    name: input.name,
    domain: domain ?? null,
    version: row.version,
    level: row.level as Level,
    leastLevel: await leastLevelOf(deps, row),
    isDisputed: row.status === "disputed",
    waitsFor: [],
    observations: await listViews(deps, row.statement_id, String(row.idx)),
  };
}

/** What the terms ask of it that it signed. */
async function leastLevelOf({ reading }: Deps, row: SignatureRow): Promise<Level> {
  const statement = await reading.row(row.statement_id);
  for (let number = statement?.version ?? 0; number > 0; number -= 1) {
    const frozen = await reading.frozen(row.statement_id, number);
    if (frozen?.digest !== row.version) continue;
    const { leastLevel } = frozen.manifest.terms;
    return row.kind === "organisation" ? leastLevel.organisation : leastLevel.person;
  }
  return 1;
}

async function viewWaiting(deps: Deps, row: PendingRow): Promise<EvidenceView> {
  const [read] = await readWaiting(deps, row.statement_id, [row]);
  if (!read) throw refuseToken();
  const { input, asks, observed, level, waitsFor } = read.waiting;
  return {
    holder: { statementId: row.statement_id, pendingId: row.id },
    kind: input.kind,
    name: input.name,
    domain: domainOf(input),
    version: input.version,
    level,
    leastLevel: asks.level,
    isDisputed: false,
    waitsFor,
    observations: observed.map(viewObserved),
  };
}

async function listViews({ store, secrets }: Deps, statementId: string, holder: string): Promise<ObservationView[]> {
  const rows = await listObservations(store, statementId, [holder]);
  return rows.map((row) => viewObserved(openObserved(secrets, row)));
}
