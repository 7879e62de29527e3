import { RefusedError } from "@undersigned/core/errors.ts";
import { raiseDisputeLevel } from "@undersigned/store/disputes.ts";
import type { Guard } from "../lookup/guarded-fetch.ts";
import {
  disputeRecord,
  doesDomainStandByIt,
  findDisputeKeyProblem,
  findDisputeProblem,
  KEY_LEVEL,
  RECORD_LEVEL,
} from "./dispute-evidence.ts";
import { viewName } from "./dispute-views.ts";
import type { OwnDispute } from "./disputes.ts";
import { refuseNotDisputed } from "./disputing.ts";
import type { Doer } from "./doer.ts";
import type { Sequencer } from "./sequencer.ts";
import type { SigningDeps } from "./signing-deps.ts";
import type { StatementReading } from "./statement-reading.ts";
import type { Statements } from "./statements.ts";
import { findSignature } from "./submitting-disputes.ts";

type Deps = SigningDeps & {
  readonly reading: StatementReading;
  readonly statements: Statements;
  readonly sequencer: Sequencer;
  /** By which domains are asked. */
  readonly guard: Guard;
  /** Mail was put into the outbox. */
  readonly onMail: () => void;
};

/** How a dispute ends whose side was believed. */
export function asDisputed(by: Doer | null, explanation: string | null) {
  return { act: "remove", by, reason: "disputed", explanation, tell: true } as const;
}

/**
 * Removes the name where its domain says so: by its record and, of a signature that has more than a record, by its key too.
 * @param note by the key; "" where none was given
 * @returns null when it did, or what was seen instead
 */
export async function removeByDomain(
  deps: Deps,
  statementId: string,
  own: OwnDispute,
  note: string,
): Promise<string | null> {
  const { store, sequencer, guard } = deps;
  const { id, state, record, disputed, asksKey } = own;
  if (state === "removed") return null;
  if (state !== "open") throw refuseNotDisputed();
  if (record === null) {
    throw new RefusedError("wrong_state", "A record alone does not settle this dispute: a human decides.");
  }
  const problem = await findDisputeProblem(guard, record);
  if (problem !== null) return problem;
  const keyProblem = asksKey ? await askForKey(deps, statementId, own, note) : null;
  if (keyProblem !== null) return keyProblem;
  await raiseDisputeLevel(store, statementId, id, asksKey ? KEY_LEVEL : RECORD_LEVEL);
  const words = `A record at ${record.name} says so${asksKey ? `, and so does the key of ${disputed.domain}` : ""}.`;
  await sequencer.act(statementId, { kind: "end", index: disputed.index, ending: asDisputed(null, words) });
  deps.onMail();
  return null;
}

async function askForKey(
  deps: Deps,
  statementId: string,
  { disputed, statement }: OwnDispute,
  note: string,
): Promise<string | null> {
  const { domain, index } = disputed;
  const row = await findSignature(deps, statementId, index);
  if (domain === null || row === null) throw refuseNotDisputed();
  if (note === "") {
    return "The record of the dispute is there. The key’s word is missing: sign with the command shown on this page, and paste the note that it prints.";
  }
  const { version } = row;
  return await findDisputeKeyProblem(
    deps.guard,
    { domain, version },
    { statement: statement.log?.origin ?? "", index },
    note,
  );
}

/** Upholds a signature of level 3 or more where its domain still says that it signed. */
export async function upholdByDomain(deps: Deps, statementId: string, index: number): Promise<boolean> {
  const row = await findSignature(deps, statementId, index);
  if (row === null || row.level < RECORD_LEVEL) return false;
  const statement = await deps.statements.find(statementId, { administrator: true });
  const name = viewName(row);
  const record = disputeRecord(name, statement?.log?.origin ?? "");
  if (name.domain === null || record === null) return false;
  if (!(await doesDomainStandByIt(deps.guard, { domain: name.domain, version: row.version, record }))) return false;
  const words = `The signatory confirmed it again, and ${name.domain} still says that it signed.`;
  await deps.sequencer.act(statementId, { kind: "uphold", index, by: null, words });
  deps.onMail();
  return true;
}
