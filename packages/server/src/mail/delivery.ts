import { createHash } from "node:crypto";
import type { SMTPPoolOptions } from "nodemailer";
import { createTransport } from "nodemailer";
import addressparser from "nodemailer/lib/addressparser";
import type { MailSite, MailTemplate } from "./templates.ts";
import { renderMail } from "./templates.ts";

/** Connections to the mail server at once. */
export const CONNECTIONS = 10;

/** What became of a mail that was handed to the mail server. */
export type Delivery =
  | { readonly kind: "sent" }
  /** Refused for good: another attempt would meet the same. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Not now. `unreachable`: nor would any other mail be taken at this moment. */
  | { readonly kind: "later"; readonly reason: string; readonly unreachable: boolean };

export type MailServer = {
  /** Never throws. `key` is the same whenever the same mail is sent again, so that doubles can be told. */
  deliver(mail: MailTemplate, key: string): Promise<Delivery>;
  /** Lets go of idle connections. */
  close(): void;
};

export type MailServerOptions = {
  /** `smtp:` or `smtps:` with nodemailer's own options as query. */
  readonly smtpUrl: string;
  /** One address, with or without a name; null: `noreply@` and the site's host. */
  readonly mailFrom: string | null;
  readonly identity: () => MailSite;
  /** Milliseconds without an answer after which the server is given up for this time. */
  readonly patience?: number;
};

/** A mail server that we hand plain-text mails to, over a pool of connections. */
export function connectMailServer(options: MailServerOptions): MailServer {
  const { smtpUrl, mailFrom, identity, patience = 30_000 } = options;
  const pool: SMTPPoolOptions & { pool: true } = {
    url: smtpUrl,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Number.POSITIVE_INFINITY,
    // The outbox tries again, and knows when.
    maxRequeues: 0,
    connectionTimeout: Math.min(10_000, patience),
    greetingTimeout: Math.min(10_000, patience),
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const transport = createTransport(pool);
  return {
    async deliver(mail, key) {
      try {
        const site = identity();
        const { subject, text } = renderMail(mail, site);
        const host = new URL(site.baseUrl).hostname;
        await transport.sendMail({
          from: readSender(mailFrom ?? `noreply@${host}`),
          to: { name: "", address: mail.to },
          subject,
          text,
          messageId: `<${createHash("sha256").update(key).digest("hex").slice(0, 32)}@${host}>`,
          // RFC 3834: no out-of-office reply, please.
          headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
        });
        return { kind: "sent" };
      } catch (error) {
        return describeRefusal(error, mail.to);
      }
    },
    close: () => transport.close(),
  };
}

function readSender(mailFrom: string): { name: string; address: string } {
  const [sender] = addressparser(mailFrom, { flatten: true });
  return { name: sender?.name ?? "", address: sender?.address ?? mailFrom };
}

/**
 * A reply of 500 to 599 (RFC 5321 section 4.2.1) to the recipient or the message refuses this mail for good. To the
 * greeting, the sign-in or the sender it is about us: mended by whoever runs the server, so the mail waits.
 */
function describeRefusal(error: unknown, to: string): Delivery {
  const read = (name: string): unknown => Reflect.get(Object(error), name);
  const status = Number(read("responseCode"));
  const command = String(read("command") ?? "");
  const words = String(read("response") ?? read("message") ?? error);
  // The reason is kept readable: it must not hold the mailbox.
  const reason = words
    .replaceAll(to, "…")
    .replace(/<[^<>]*@[^<>]*>/g, "<…>")
    .slice(0, 300);
  const aboutMail = command === "RCPT TO" || command === "DATA";
  if (aboutMail && status >= 500 && status <= 599) return { kind: "refused", reason };
  return { kind: "later", reason, unreachable: !aboutMail };
}
