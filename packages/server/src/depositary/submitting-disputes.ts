import { encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { countDisputesBy, insertDispute, listDisputesOf } from "@undersigned/store/disputes.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import type { Guard } from "../lookup/guarded-fetch.ts";
import { disputeRecord, findDisputeProblem, RECORD_LEVEL } from "./dispute-evidence.ts";
import { checkDispute } from "./dispute-fields.ts";
import { shownName } from "./dispute-mails.ts";
import { viewName } from "./dispute-views.ts";
import { sealSaid } from "./disputed-words.ts";
import { refuseDisputing } from "./disputing.ts";
import { mailboxMac } from "./identity-mac.ts";
import { mailRow } from "./mail-row.ts";
import { maySee } from "./may-see.ts";
import { ownDomainOf } from "./own-domain.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { codeOf, makePendingToken } from "./signing-tokens.ts";
import type { StatementReading } from "./statement-reading.ts";
import type { Access, Statements } from "./statements.ts";
import { MAILS_A_DAY } from "./submitting.ts";

type SubmitDeps = SigningDeps & {
  readonly reading: StatementReading;
  readonly statements: Statements;
  readonly guard: Pick<Guard, "resolvers">;
  readonly rateLimit: boolean;
};

const DAY = 86_400_000;
/** How long a dispute can be confirmed. */
const CONFIRM_DAYS = 7;

/** The statement, if it was opened and whoever asks may know of it. @throws RefusedError `not_found` */
export async function findOpened(
  { reading, clock }: Pick<SubmitDeps, "reading" | "clock">,
  idOrSlug: string,
  access: Access,
): Promise<StatementRow> {
  const row = await reading.row(idOrSlug);
  if (!row || row.state === "draft" || !maySee(row, access, clock())) {
    throw new RefusedError("not_found", "There is no such statement here.");
  }
  return row;
}

export async function findSignature(
  { store }: Pick<SubmitDeps, "store">,
  id: string,
  index: number,
): Promise<SignatureRow | null> {
  return Number.isSafeInteger(index) ? await readSignature(store.db, id, index) : null;
}

/** Keeps what was said, sealed, and mails the link and code that confirm it. */
export async function submitDispute(
  deps: SubmitDeps,
  idOrSlug: string,
  given: unknown,
  from: Access,
): Promise<{ dispute: string }> {
  const { store, secrets, clock } = deps;
  const input = checkDispute(given);
  const { id, title } = await findOpened(deps, idOrSlug, from);
  const row = await findSignature(deps, id, input.index);
  refuseDisputing(row);
  const level = await levelAgain(deps, row, levelOf(row, input.mailbox));
  const now = clock();
  const { token, pendingId } = makePendingToken(secrets.macKey, id, now);
  const mac = mailboxMac(secrets, id, input.mailbox);
  const { speaks, mailbox, name, words } = input;
  const expires = now + CONFIRM_DAYS * DAY;
  const said = sealSaid(secrets, { statement_id: id, id: pendingId }, { speaks, mailbox, name, words });
  const params = { title, name: shownName(row) ?? "", token, code: codeOf(secrets.macKey, pendingId), expires };
  const mail = mailRow(secrets, id, pendingId, { template: "dispute-confirm", to: mailbox, params }, now);
  await store.transaction(async (tx) => {
    // One after another, or many at once would all find the limit not reached.
    await tx.lock(`mailbox:${encodeHex(mac)}`);
    const { asked } = await countDisputesBy(tx, id, mac, now - DAY);
    if (deps.rateLimit && asked >= MAILS_A_DAY) throw refuseMail();
    const nothing = { name: null, answer_sealed: null, opened_index: null, opened_at: null };
    await insertDispute(
      tx,
      {
        statement_id: id,
        id: pendingId,
        signature_index: row.idx,
        state: "unconfirmed",
        said_sealed: said,
        mailbox_mac: mac,
        level,
        keeps_name: input.keepsName ? 1 : 0,
        attempts: 0,
        created_at: now,
        expires_at: expires,
        settled_index: null,
        settled_at: null,
        ...nothing,
      },
      mail,
    );
  });
  return { dispute: pendingId };
}

/**
 * What a mailbox shows of whoever has it: that it is at the domain that stands beside the name, or nothing but itself. A name
 * with a domain can be disputed from there alone: else any stranger could hide it.
 */
function levelOf(row: SignatureRow, mailbox: string): 1 | 2 {
  const { domain } = viewName(row);
  if (domain === null) return 1;
  const own = ownDomainOf(`office@${domain}`) ?? domain;
  if (ownDomainOf(mailbox) === own) return 2;
  throw new RefusedError(
    "invalid_field",
    `The list shows this name with the domain ${domain}, so we write to a mailbox there: give one that ends in ${own}. Have you none? Then write to whoever answers for the statement.`,
    { field: "mailbox" },
  );
}

/**
 * What was upheld is looked at again only for evidence that is better than it was then: for an organisation, a record that its
 * domain publishes, which is looked for at once.
 * @returns the level of what there is now
 */
async function levelAgain(deps: SubmitDeps, row: SignatureRow, level: 1 | 2): Promise<number> {
  const { store, guard, statements } = deps;
  const upheld = (await listDisputesOf(store, row.statement_id, row.idx)).findLast(({ state }) => state === "upheld");
  if (upheld === undefined || level > upheld.level) return level;
  const day = new Date(upheld.settled_at ?? 0).toISOString().slice(0, 10);
  const before = `This name was disputed before. On ${day} that was settled: the signature stands. A mailbox shows no more than was known then.`;
  const statement = await statements.find(row.statement_id, { administrator: true });
  const record = upheld.level < RECORD_LEVEL ? disputeRecord(viewName(row), statement?.log?.origin ?? "") : null;
  if (record === null) {
    throw new RefusedError(
      "wrong_state",
      `${before} If you have something new, write to whoever answers for the statement.`,
    );
  }
  if ((await findDisputeProblem(guard, record)) === null) return RECORD_LEVEL;
  throw new RefusedError(
    "wrong_state",
    `${before} To dispute it again, put this TXT record at ${record.name}: “${record.value}”, then send this form again. Or write to whoever answers for the statement.`,
  );
}

function refuseMail(): RefusedError {
  return new RefusedError(
    "rate_limited",
    `This mailbox was sent ${MAILS_A_DAY} mails about this statement today. Use the link in one of them, or try again tomorrow.`,
  );
}
