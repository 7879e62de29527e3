import type { ApiClient, StatementJson } from "../live/api-client.ts";
import type { MailReceiver, ReceivedMail } from "../live/mail-receiver.ts";
import { tokenFor } from "../live/mail-receiver.ts";
import type { Step } from "./progress.ts";
import type { Signatory } from "./signatories.ts";

type Parts = { readonly api: ApiClient; readonly mail: MailReceiver; readonly statement: StatementJson };

/** People at their keyboards at once. */
const TYPING = 48;
/** Confirming waits for a publish round, up to half a second: so many wait at once. */
const CONFIRMING = 256;
/** Taking back waits for one too. */
const LEAVING = 20;
/** One in so many types the code from the mail instead of following its link. */
const TYPES_CODE = 10;
/** How long nothing may come by mail, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Everybody signs: submits over HTTP, reads the mail that the mail server took, and confirms over HTTP, by the link in it
 * or by its code. Returns once every signature is in the log.
 * @throws Error when nothing comes by mail for half a minute; AnsweredError when anything is refused
 */
export async function signAll(parts: Parts, signatories: readonly Signatory[], step: Step): Promise<void> {
  const { api, statement } = parts;
  const version = statement.version?.digest ?? "";
  const pending = new Map<string, string>();
  const letterbox = openLetterbox(parts.mail, signatories.length);
  let confirmed = 0;

  async function submit({ mailbox, ...signatory }: Signatory): Promise<void> {
    const answer = await api.submit(statement.id, { ...signatory, mailbox, consent: true, version });
    pending.set(mailbox, answer.pending);
  }

  async function confirm(received: ReceivedMail): Promise<void> {
    const id = pending.get(received.to);
    const code = /\b[A-Z2-7]{4} [A-Z2-7]{4}\b/.exec(received.text)?.[0];
    const byCode = letterbox.taken() % TYPES_CODE === 0 && id !== undefined && code !== undefined;
    await api.confirm(byCode ? { pending: id, code } : { token: tokenFor("confirm", [received]) ?? "" });
    confirmed++;
    step.update(`${pending.size} submitted, ${letterbox.taken()} mails read, ${confirmed} confirmed`);
  }

  await Promise.all([
    workThrough(signatories.values(), TYPING, submit),
    ...Array.from({ length: CONFIRMING }, async () => {
      for (let mail = await letterbox.take(); mail !== null; mail = await letterbox.take()) await confirm(mail);
    }),
  ]);
}

/** Each takes its signature back, by the link in its mail, which it opens first. */
export async function withdrawAll(mail: MailReceiver, signatories: readonly Signatory[]): Promise<void> {
  await workThrough(signatories.values(), LEAVING, async ({ mailbox }) => {
    const link = await findManageLink(mail, mailbox);
    const page = await fetch(link);
    const words = await page.text();
    if (!page.ok || !words.includes("/manage/withdraw")) {
      throw new Error(`the link in the mail to ${mailbox} opened a page (${page.status}) with no way to withdraw`);
    }
    const body = new URLSearchParams({ token: link.searchParams.get("token") ?? "" });
    const answer = await fetch(new URL("/manage/withdraw", link), { method: "POST", body });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`withdrawing the signature of ${mailbox} was answered ${answer.status}`);
  });
}

async function workThrough<T>(items: Iterator<T>, width: number, work: (item: T) => Promise<void>): Promise<void> {
  async function worker(): Promise<void> {
    for (let next = items.next(); next.done !== true; next = items.next()) await work(next.value);
  }
  await Promise.all(Array.from({ length: width }, worker));
}

/** The mails that ask to confirm, each taken once, until `expected` were taken. */
function openLetterbox(mail: MailReceiver, expected: number) {
  const waiting: ReceivedMail[] = [];
  const known = new Set<string>();
  let taken = 0;
  let last = performance.now();
  mail.onMail((received) => {
    // A mail may come twice: at least once is what outboxes promise.
    if (tokenFor("confirm", [received]) === undefined || known.has(received.to)) return;
    known.add(received.to);
    waiting.push(received);
    last = performance.now();
  });
  return {
    taken: () => taken,
    async take(): Promise<ReceivedMail | null> {
      while (taken < expected) {
        const received = waiting.shift();
        if (received !== undefined) {
          taken++;
          return received;
        }
        if (performance.now() - last > PATIENCE) throw new Error(`${expected - taken} mails did not come`);
        await pause(5);
      }
      return null;
    },
  };
}

/** That mail is sent after confirming, so it may still be under way. */
export async function findManageLink(mail: MailReceiver, mailbox: string): Promise<URL> {
  for (const deadline = performance.now() + PATIENCE; performance.now() < deadline; await pause(20)) {
    const links = mail.mailsTo(mailbox).flatMap((received) => received.links.map((link) => new URL(link)));
    const link = links.find(({ pathname }) => pathname === "/manage");
    if (link !== undefined) return link;
  }
  throw new Error(`no mail to ${mailbox} has a link to manage its signature`);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
