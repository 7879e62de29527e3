import type { Receipt } from "@undersigned/core/verify/receipt.ts";
import type { ApiClient, StatementJson } from "../tools/live/api-client.ts";
import { AnsweredError } from "../tools/live/api-client.ts";
import type { MailReceiver } from "../tools/live/mail-receiver.ts";
import { tokenFor } from "../tools/live/mail-receiver.ts";

/** A signature that was answered 200. `receipt` is null when its publish round was late. */
export type ConfirmedAnswer = { readonly token: string; readonly index: number; readonly receipt: Receipt | null };

/** What the server said, and so must keep, by mailbox. */
export type Ledger = {
  /** Answered 202: the pending id. */
  readonly submitted: Map<string, string>;
  readonly confirmed: Map<string, ConfirmedAnswer>;
  /** Answered 200: the index of the withdrawal. */
  readonly withdrawn: Map<string, number>;
  /** Checkpoints of the statement's log and of the log of heads, in the order in which they were seen. */
  readonly checkpoints: { readonly statement: Uint8Array[]; readonly heads: Uint8Array[] };
  /** Answers that should not have been given. */
  readonly refusals: string[];
  /** Requests that got no answer. */
  cut: number;
};

export type Load = {
  readonly ledger: Ledger;
  /** Resolves at the moment in which the next answer of this kind comes. */
  nextAnswer(kind: "submitted" | "confirmed"): Promise<void>;
  /** Submits no more. */
  stopSubmitting(): Promise<void>;
  /** Waits until every mail that asks for it is confirmed. */
  finish(): Promise<void>;
};

type LoadOptions = {
  /** The server of the moment; waits while there is none. */
  readonly api: () => Promise<ApiClient>;
  readonly mail: MailReceiver;
  readonly statement: StatementJson;
  /** Signatures that are submitted at most. */
  readonly limit: number;
};

const SUBMITTERS = 16;
/** Confirming waits for a publish round. */
const CONFIRMERS = 48;
/** Of the confirmed, one in so many is taken back, and one in so many confirmed again. */
const WITHDRAW_EVERY = 11;
const REPEAT_EVERY = 7;

type Crowd = LoadOptions & {
  readonly ledger: Ledger;
  /** Mailboxes with a mail that asks to confirm. */
  readonly waiting: string[];
  submitting: boolean;
  running: boolean;
  /** Confirmers that are not waiting for mail. */
  busy: number;
  next: number;
  /** Called once, for the next answer of each kind. */
  readonly onAnswer: { submitted: () => void; confirmed: () => void };
};

/**
 * Signatories who submit, read their mail and confirm all at once, and who try again when they get no answer, as people
 * do; beside them a monitor that keeps every checkpoint it sees.
 */
export function startLoad(options: LoadOptions): Load {
  const checkpoints = { statement: [], heads: [] };
  const ledger = {
    submitted: new Map(),
    confirmed: new Map(),
    withdrawn: new Map(),
    checkpoints,
    refusals: [],
    cut: 0,
  };
  const crowd: Crowd = {
    ...options,
    ledger,
    waiting: [],
    submitting: true,
    running: true,
    busy: 0,
    next: 0,
    onAnswer: { submitted: nothing, confirmed: nothing },
  };
  const asked = new Set<string>();
  options.mail.onMail(({ to, links }) => {
    // A mail may come twice: it is read once.
    if (tokenFor("confirm", [{ links }]) === undefined || asked.has(to)) return;
    asked.add(to);
    crowd.waiting.push(to);
  });
  const submitters = Promise.all(Array.from({ length: SUBMITTERS }, () => submit(crowd)));
  const others = Promise.all([...Array.from({ length: CONFIRMERS }, () => confirm(crowd)), watch(crowd)]);
  return {
    ledger,
    nextAnswer: (kind) =>
      new Promise((resolve) => {
        crowd.onAnswer[kind] = resolve;
      }),
    async stopSubmitting() {
      crowd.submitting = false;
      await submitters;
    },
    async finish() {
      while ((crowd.waiting.length > 0 || crowd.busy > 0) && crowd.ledger.refusals.length === 0) await pause(10);
      crowd.running = false;
      await others;
    },
  };
}

/** Null when there was no answer, or one that should not have been given. */
async function tryTo<T>({ api, ledger }: Crowd, work: (client: ApiClient) => Promise<T>): Promise<T | null> {
  try {
    return await work(await api());
  } catch (error) {
    if (error instanceof AnsweredError) ledger.refusals.push(error.message);
    else ledger.cut++;
    await pause(20);
    return null;
  }
}

async function submit(crowd: Crowd): Promise<void> {
  const { statement, ledger } = crowd;
  while (crowd.submitting && crowd.next < crowd.limit) {
    const number = crowd.next++;
    const mailbox = `signatory${number}@crowd.example`;
    const input = signature(statement, number, mailbox);
    // Whoever gets no answer may still get the mail, and confirm.
    const answer = await tryTo(crowd, (client) => client.submit(statement.id, input));
    if (answer === null) continue;
    ledger.submitted.set(mailbox, answer.pending);
    crowd.onAnswer.submitted();
  }
}

async function confirm(crowd: Crowd): Promise<void> {
  while (crowd.running) {
    const mailbox = crowd.waiting.shift();
    if (mailbox === undefined) {
      await pause(5);
      continue;
    }
    crowd.busy++;
    await confirmOne(crowd, mailbox);
    crowd.busy--;
  }
}

async function confirmOne(crowd: Crowd, mailbox: string): Promise<void> {
  const { ledger, waiting } = crowd;
  const token = tokenFor("confirm", crowd.mail.mailsTo(mailbox)) ?? "";
  const known = ledger.confirmed.get(mailbox);
  const answer = await tryTo(crowd, (client) => client.confirm({ token }));
  if (answer === null) {
    waiting.push(mailbox);
    return;
  }
  const { index, receipt } = answer;
  if (known !== undefined && known.index !== index) {
    ledger.refusals.push(`${mailbox} was at ${known.index} and is at ${index}`);
  }
  ledger.confirmed.set(mailbox, { token, index, receipt: receipt ?? known?.receipt ?? null });
  crowd.onAnswer.confirmed();
  if (index % WITHDRAW_EVERY === 0) await withdraw(crowd, mailbox, token);
  else if (index % REPEAT_EVERY === 0 && known === undefined) waiting.push(mailbox);
}

async function withdraw(crowd: Crowd, mailbox: string, token: string): Promise<void> {
  while (crowd.ledger.refusals.length === 0) {
    const answer = await tryTo(crowd, (client) => client.withdraw(token));
    if (answer !== null) return void crowd.ledger.withdrawn.set(mailbox, answer.index);
  }
}

async function watch(crowd: Crowd): Promise<void> {
  const { checkpoints } = crowd.ledger;
  const path = `/s/${crowd.statement.slug}/log/checkpoint`;
  while (crowd.running) {
    remember(checkpoints.statement, await tryTo(crowd, (client) => client.file(path)));
    remember(checkpoints.heads, await tryTo(crowd, (client) => client.file("/log/checkpoint")));
    await pause(25);
  }
}

function nothing(): void {}

function signature(statement: StatementJson, number: number, mailbox: string) {
  return {
    kind: "person" as const,
    name: `Signatory number ${number}`,
    mailbox,
    capacity: "personal" as const,
    named: number % 2 === 0,
    consent: true,
    lang: "en",
    version: statement.version?.digest ?? "",
  };
}

function remember(seen: Uint8Array[], note: Uint8Array | null): void {
  const last = seen.at(-1);
  if (note !== null && (last === undefined || Buffer.compare(last, note) !== 0)) seen.push(note);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
