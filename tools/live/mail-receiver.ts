import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { ParsedMail } from "mailparser";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

/** A mail as its recipient reads it. */
export type ReceivedMail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
  /** Addresses of web pages in the text, in order. */
  readonly links: readonly string[];
};

/** A real mail server on loopback, which takes every mail and keeps it. */
export type MailReceiver = {
  /** SMTP_URL of a server that sends through it. */
  readonly url: string;
  /** All that came, in order; a mail that was sent twice is there twice. */
  readonly mails: readonly ReceivedMail[];
  /** The mails that came for one address. */
  mailsTo(address: string): readonly ReceivedMail[];
  /** Called for each mail from now on, before its sender is told that it was taken. */
  onMail(listener: (mail: ReceivedMail) => void): void;
  close(): Promise<void>;
};

export async function startMailReceiver(): Promise<MailReceiver> {
  const mails: ReceivedMail[] = [];
  const byAddress = new Map<string, ReceivedMail[]>();
  const listeners: ((mail: ReceivedMail) => void)[] = [];
  function take(mail: ReceivedMail): void {
    mails.push(mail);
    const known = byAddress.get(mail.to);
    if (known === undefined) byAddress.set(mail.to, [mail]);
    else known.push(mail);
    for (const listener of listeners) listener(mail);
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    // What runs on this machine needs no name looked up.
    disableReverseLookup: true,
    onData(stream, session, callback) {
      simpleParser(stream).then((parsed) => {
        for (const { address } of session.envelope.rcptTo) take(readMail(address, parsed));
        callback();
      }, callback);
    },
  });
  // A server that is killed leaves its connections; that is no fault of ours.
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    mailsTo: (address) => byAddress.get(address) ?? [],
    onMail: (listener) => void listeners.push(listener),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function readMail(to: string, { subject = "", text = "", messageId = "" }: ParsedMail): ReceivedMail {
  return { to, subject, text, messageId, links: text.match(/https?:\/\/\S+/g) ?? [] };
}

/** The token in the first link of these mails to `page`; undefined when none has one. */
export function tokenFor(
  page: "confirm" | "manage",
  mails: readonly { links: readonly string[] }[],
): string | undefined {
  for (const link of mails.flatMap(({ links }) => links)) {
    const { pathname, searchParams } = new URL(link);
    if (pathname === `/${page}`) return searchParams.get("token") ?? undefined;
  }
  return undefined;
}
