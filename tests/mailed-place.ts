import { sql } from "kysely";
import { mailInvitations } from "../packages/server/src/depositary/mailing-invitations.ts";
import { makeStatementReading } from "../packages/server/src/depositary/statement-reading.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { SignedIn } from "./accounts.ts";
import { setUpAdministrator } from "./accounts.ts";
import type { AskingPlace } from "./asking-place.ts";
import { openAskingPlace } from "./asking-place.ts";
import { MARKDOWN, makeDraft, makeSignature } from "./depositary.ts";
import { tablesOf } from "./search-everywhere.ts";
import { waitUntil } from "./wait-until.ts";

/** A depositary in whose outbox stands a mail for each place that mails lead to. */
export type MailedPlace = Omit<AskingPlace, "statement"> & {
  readonly statement: StatementView;
  readonly administrator: SignedIn;
  /** Every link in the outbox, and the address for who wants no more invitations. */
  links(): Promise<URL[]>;
  /** Everything that is stored, as text, once what was begun is done. */
  everything(): Promise<ReadonlySet<string>>;
  /** The rows that are new or changed or gone since then. */
  changes(since: ReadonlySet<string>): Promise<string[]>;
};

/** What mail programs are told to post to, without it being a link of the mail. */
export const UNSUBSCRIBE = "/invited/unsubscribe";

export async function openMailedPlace(): Promise<MailedPlace> {
  let now = Date.now();
  const clock = () => (now += 1);
  const place = await openAskingPlace("sqlite", { clock });
  const administrator = await setUpAdministrator(place.depositary);
  const statement = await place.statement({ slug: "mailed" });
  await mailEverything(place, statement, administrator, clock);
  const everything = async () => {
    await settled(place);
    return await readEverything(place);
  };
  return {
    ...place,
    statement,
    administrator,
    links: () => mailedLinks(place),
    everything,
    async changes(since) {
      const now = await everything();
      return [...since.difference(now), ...now.difference(since)];
    },
  };
}

/** Has a mail written for each place that mails lead to. */
async function mailEverything(
  place: AskingPlace,
  statement: StatementView,
  { account }: SignedIn,
  clock: () => number,
): Promise<void> {
  const { depositary } = place;
  const by = { kind: "administrator", id: account.id, name: account.name } as const;
  const submit = (input: ReturnType<typeof makeSignature>) =>
    depositary.signing.submit(statement.id, input, { address: "127.0.0.1" });
  await place.sign(statement, { name: "Bo Dale", mailbox: "bo@post.example" });
  await depositary.signing.withdraw(await place.sign(statement, { name: "Cy Moor", mailbox: "cy@post.example" }));
  const club = { kind: "organisation", capacity: "institutional" } as const;
  const x = await place.signConfirmed(statement, "Library of X", "x.example");
  const y = await place.signConfirmed(statement, "Library of Y", "y.example");
  await depositary.askings.askApproval(x, "treasurer@x.example");
  await depositary.askings.askNaming(x, "bo@post.example");
  await depositary.askings.askApproval(y, "treasurer@y.example");
  await depositary.askings.answer({ token: await place.mailed("treasurer@y.example", "/approve") }, { yes: false });
  await depositary.accounts.invite({ name: "Iva Berg", mailbox: "iva@coalition.example", role: "checker" }, by);
  await depositary.invitations.invite(statement.id, [{ name: "Alder Club", mailbox: "office@alder.example" }], by);
  const reading = makeStatementReading(place.store);
  await mailInvitations({ ...place, reading, clock, onMail: () => undefined }, statement.id);
  const { index } = (await place.holder(y)) as { index: number };
  const words = "We never signed this.";
  const dispute = { index, speaks: "organisation", mailbox: "intern@y.example", name: "An Intern", words } as const;
  await depositary.disputes.submit(statement.id, { ...dispute, keepsName: false }, {});

  // Last, so that a mailbox that signed the text before is asked whether it signs this one.
  const texts = [{ lang: "en", markdown: `${MARKDOWN}- And on Fridays.\n`, authentic: true }];
  const draft = {
    ...(await depositary.nextVersions.begin(statement.id)),
    ...makeDraft({ texts }),
    slug: statement.slug,
  };
  await depositary.nextVersions.replace(statement.id, draft);
  const { version } = await depositary.nextVersions.preview(statement.id, draft);
  const second = await depositary.nextVersions.open(statement.id, version?.digest ?? "");
  // As if everybody had been told: a job does that at a moment of its own.
  await sql`update statement set told_to = null`.execute(place.store.db);
  await submit(makeSignature(second, { name: "Bo Dale", mailbox: "bo@post.example" }));
  await submit(makeSignature(second, { name: "Dee Holt", mailbox: "dee@post.example" }));
  await place.sign(second, { ...club, name: "Lane Club", mailbox: "lane@gmail.com", noDomain: true });
  await depositary.askings.askVouch(await place.mailed("lane@gmail.com", "/evidence"), "x.example");
}

async function mailedLinks(place: AskingPlace): Promise<URL[]> {
  const { items } = await place.depositary.outbox.list({ limit: 500 });
  const links = items.flatMap((mail) => mail.links).map((link) => new URL(link));
  const invited = links.find(({ pathname }) => pathname === "/invited");
  return [...links, new URL(`${UNSUBSCRIBE}${invited?.search}`, invited)];
}

async function readEverything(place: AskingPlace): Promise<ReadonlySet<string>> {
  const rows = async (table: string) => {
    const { rows: all } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(place.store.db);
    return all.map((row) => `${table} ${JSON.stringify(row, shorten)}`);
  };
  const tables = (await tablesOf(place.store)).filter((table) => !OF_JOBS.has(table));
  return new Set((await Promise.all(tables.map(rows))).flat());
}

/** What jobs keep for themselves, whoever does what meanwhile. */
const OF_JOBS: ReadonlySet<string> = new Set(["job", "signatory_word", "erasure", "indexed_to"]);

function shorten(name: string, value: unknown): unknown {
  if (OF_JOBS.has(name)) return undefined;
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64url") : value;
}

/** What was begun before is done: nothing of it is taken for the work of the scanner. */
async function settled(place: AskingPlace): Promise<void> {
  await waitUntil(async () => {
    const { rows } = await sql`select log_id from unpublished`.execute(place.store.db);
    return rows.length === 0;
  });
}
