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

/** A receipt as a file: its bytes are JSON (spec/receipt.md). */
export type MailedReceipt = { readonly filename: string; readonly bytes: Uint8Array };

export type MailServer = {
  /**
   * Never throws.
   * @param key the same whenever the same mail is sent again, so that doubles can be told
   * @param receipt goes with it as a file; otherwise what is said of it
   */
  deliver(mail: MailTemplate, key: string, receipt: MailedReceipt | "link" | "gone"): Promise<Delivery>;
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
    async deliver(mail, key, receipt) {
      try {
        const site = identity();
        const attached = typeof receipt === "string" ? null : receipt;
        const note = typeof receipt === "string" ? receipt : { file: receipt.filename };
        const { subject, text, unsubscribe } = renderMail(mail, site, note);
        const host = new URL(site.baseUrl).hostname;
        await transport.sendMail({
          from: readSender(mailFrom ?? `noreply@${host}`),
          to: { name: "", address: mail.to },
          subject,
          text,
          attachments: attached === null ? [] : [attach(attached)],
          messageId: `<${createHash("sha256").update(key).digest("hex").slice(0, 32)}@${host}>`,
          // RFC 3834: no out-of-office reply, please.
          headers: {
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            ...(unsubscribe === null ? {} : unsubscribeHeaders(unsubscribe)),
          },
        });
        return { kind: "sent" };
      } catch (error) {
        return describeRefusal(error, mail.to);
      }
    },
    close: () => transport.close(),
  };
}

/** RFC 8058: the mail program offers a button, and posts to this address; opening it does nothing. */
function unsubscribeHeaders(address: string) {
  return { "List-Unsubscribe": `<${address}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}

function attach({ filename, bytes }: MailedReceipt) {
  // Base64, since a line of JSON is longer than mail allows.
  const contentTransferEncoding = "base64" as const;
  return { filename, content: Buffer.from(bytes), contentType: "application/json", contentTransferEncoding };
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
