import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { Store } from "@undersigned/store/engine.ts";
import type { LeasedMail } from "@undersigned/store/outbox.ts";
import { leaseMails, markMailFailed, markMailSent, releaseMail } from "@undersigned/store/outbox.ts";
import { openMail } from "../depositary/create-outbox.ts";
import type { MailedReceipts } from "../depositary/mailed-receipts.ts";
import { seal } from "../depositary/seal.ts";
import type { Secrets } from "../secrets.ts";
import { makeBell } from "./bell.ts";
import type { MailedReceipt, MailServer, MailServerOptions } from "./delivery.ts";
import { CONNECTIONS, connectMailServer } from "./delivery.ts";
import type { Mark } from "./marking.ts";
import { makeMarking } from "./marking.ts";
import type { MailTemplate } from "./templates.ts";
import { receiptIndex, withoutTokens } from "./templates.ts";

/** Mails in hand at once: one on each connection, and one that waits for it. */
const IN_HAND = 2 * CONNECTIONS;
/** Longer than two mails in a row can take on one connection, with every patience at its end. */
const LEASE = 180_000;
/** Milliseconds between two looks at the outbox when nothing wakes us: other processes queue mail too, and mail falls due. */
const LOOK_EVERY = 2_000;
/** After waking: a burst of signatures is taken in one go. */
const GATHER = 20;
/** How long a mail waits for its receipt to be published, in milliseconds; then it goes out with a link to it. */
const RECEIPT_PATIENCE = 600_000;
/** How long it waits for witnesses to cosign what its receipt proves; then it goes out with those there are. */
const WITNESS_PATIENCE = 60_000;
/** While the mail server does not answer, or the database. */
const PAUSE = 5_000;

export type Sender = {
  /** Mail was queued: look at once. */
  wake(): void;
  /** Takes no more, and waits (at most `within` milliseconds) until what is under way is sent and written down. */
  close(within?: number): Promise<void>;
};

export type SenderOptions = Omit<MailServerOptions, "smtpUrl"> & {
  readonly store: Store;
  readonly secrets: Pick<Secrets, "sealKey">;
  /** Null: no mail server, all mail waits in the outbox. */
  readonly smtpUrl: string | null;
  readonly receipts: MailedReceipts;
  readonly clock: () => number;
  /** Told of what failed in the background; it is tried again. */
  readonly onError: (error: unknown, what: string) => void;
};

/**
 * Sends what waits in the outbox, each mail at least once: it is marked after the mail server has taken it, so after a
 * crash between the two it goes out again, under the same Message-ID.
 */
export function startSender(options: SenderOptions): Sender {
  const { smtpUrl } = options;
  if (smtpUrl === null) return { wake: () => undefined, close: async () => undefined };
  return runSender(options, connectMailServer({ ...options, smtpUrl }));
}

function runSender(options: SenderOptions, server: MailServer): Sender {
  const { store, clock, onError } = options;
  const inHand = new Set<Promise<void>>();
  const bell = makeBell();
  const marking = makeMarking({ store, clock, onError });
  let closed = false;
  let pausedUntil = 0;

  async function send(mail: LeasedMail): Promise<void> {
    const delivery = await sendOne(options, server, mail);
    if (delivery.unreachable) pausedUntil = clock() + PAUSE;
    marking.add(delivery.mark);
  }

  /** Answers whether there may be more. */
  async function takeMails(): Promise<boolean> {
    const room = IN_HAND - inHand.size;
    const mails = await leaseMails(store, { now: clock(), leaseMs: LEASE, limit: room });
    for (const mail of mails) {
      if (closed) {
        marking.add((tx, now) => releaseMail(tx, mail, now));
        continue;
      }
      const sending = send(mail).finally(() => inHand.delete(sending));
      inHand.add(sending);
    }
    return mails.length === room;
  }

  async function look(): Promise<boolean> {
    try {
      return await takeMails();
    } catch (error) {
      onError(error, "looking at the outbox");
      pausedUntil = clock() + PAUSE;
      return false;
    }
  }

  async function run(): Promise<void> {
    while (!closed) {
      if (inHand.size > IN_HAND / 2) await Promise.race(inHand);
      else if (clock() < pausedUntil) await new Promise((resolve) => setTimeout(resolve, 100));
      else if (!(await look())) {
        await bell.wait(LOOK_EVERY);
        await new Promise((resolve) => setTimeout(resolve, GATHER));
      }
    }
    await Promise.all(inHand);
    await marking.idle();
  }

  const running = run();
  return {
    wake: bell.ring,
    async close(within = 8_000) {
      closed = true;
      bell.remove();
      const late = new Promise((resolve) => setTimeout(resolve, within).unref());
      await Promise.race([running, late]);
      marking.giveUp();
      server.close();
    },
  };
}

/** Hands one mail over, and says what is to be written down of it. */
async function sendOne(
  options: SenderOptions,
  server: MailServer,
  mail: LeasedMail,
): Promise<{ mark: Mark; unreachable: boolean }> {
  const { secrets, onError } = options;
  let template: MailTemplate;
  try {
    template = openMail(secrets, mail.statementId, mail.id, mail.sealed);
  } catch (error) {
    onError(error, "opening a mail");
    const reason = "This mail cannot be opened with the key in use.";
    return { mark: (tx, now) => markMailFailed(tx, mail, reason, now, { final: true }), unreachable: false };
  }
  const receipt = await findReceipt(options, mail, template);
  if (receipt === "later") {
    return { mark: (tx, now) => releaseMail(tx, mail, laterOf(mail, now)), unreachable: false };
  }
  const delivery = await server.deliver(template, `${mail.statementId}\n${mail.id}`, receipt);
  if (delivery.kind === "sent") {
    const kept = sealKept(secrets, mail, template);
    return { mark: (tx, now) => markMailSent(tx, mail, kept, now), unreachable: false };
  }
  const failed = { final: delivery.kind === "refused", forget: isFarewell(template) };
  return {
    mark: (tx, now) => markMailFailed(tx, mail, delivery.reason, now, failed),
    unreachable: delivery.kind === "later" && delivery.unreachable,
  };
}

/** The receipt that goes with a mail. A mail that waited for it long enough, or whose receipt fails, goes without. */
async function findReceipt(
  { receipts, clock, onError }: SenderOptions,
  mail: LeasedMail,
  template: MailTemplate,
): Promise<MailedReceipt | "link" | "gone" | "later"> {
  const index = receiptIndex(template);
  if (index === null) return "link";
  try {
    const found = await receipts(mail.statementId, index);
    const waited = clock() - mail.createdAt;
    if (found === "later") return waited < RECEIPT_PATIENCE ? "later" : "link";
    if (found !== null && !found.settled && waited < WITNESS_PATIENCE) return "later";
    return found ?? "gone";
  } catch (error) {
    onError(error, "making a receipt to mail");
    return "link";
  }
}

/** Twice as long again as it has waited already, so that mails that wait together keep no other mail waiting. */
function laterOf({ createdAt }: LeasedMail, now: number): number {
  return now + Math.min(60_000, Math.max(1_000, 2 * (now - createdAt)));
}

/** What is kept of a mail that was sent: nothing that opens anything, and nothing at all of a person who was erased. */
function sealKept({ sealKey }: SenderOptions["secrets"], mail: LeasedMail, template: MailTemplate): Uint8Array | null {
  if (isFarewell(template)) return null;
  const kept = encodeUtf8(JSON.stringify(withoutTokens(template)));
  return seal(sealKey, kept, "outbox", mail.statementId, mail.id);
}

/** The last mail about a signature, or about one that was never recorded, to whom nothing is left in the database but this mail. */
function isFarewell({ template, params }: MailTemplate): boolean {
  if (template === "withdrawn") return params.kind === "person";
  return template === "waiting-ended" || template === "removed" || template === "erased" || template === "anonymised";
}
