import { Hono } from "hono";
import type { Holder } from "../packages/server/src/depositary/evidence.ts";
import type { SignatureInput } from "../packages/server/src/depositary/signing.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { WaitingError } from "../packages/server/src/depositary/waiting.ts";
import { errorPage, notFoundPage } from "../packages/server/src/pages/error-page.ts";
import { mountPublicPages } from "../packages/server/src/pages/public/mount.ts";
import type { Engine, OpenPlace, PlaceOptions } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { squeeze } from "./public-pages.ts";

/** A depositary with its pages, in which signatories have more evidence than their mailbox. */
export type AskingPlace = OpenPlace & {
  readonly app: Hono;
  statement(change?: Parameters<typeof makeDraft>[0]): Promise<StatementView>;
  /** Submits and confirms. Returns the mailed token, whether it was recorded or waits. */
  sign(statement: StatementView, change: Partial<SignatureInput>): Promise<string>;
  /** An organisation whose website says that it signs. */
  signConfirmed(statement: StatementView, name: string, domain: string): Promise<string>;
  holder(token: string): Promise<Holder>;
  read(path: string, status?: number): Promise<string>;
  /** Answers with the page, white space squeezed, and the status. */
  post(path: string, form: Record<string, string>): Promise<{ status: number; page: string; location: string | null }>;
  /** The token of the newest mail to a mailbox that leads to this page. */
  mailed(mailbox: string, page: string): Promise<string>;
  /** The text of the newest mail to a mailbox. */
  lastMail(mailbox: string): Promise<string>;
  close(): Promise<void>;
};

export async function openAskingPlace(engine: Engine, options?: PlaceOptions): Promise<AskingPlace> {
  const place = await makePlace(engine);
  const opened = await place.open(options);
  const { depositary } = opened;
  const app = new Hono();
  app.onError((error, c) => errorPage(c, error));
  app.notFound((c) => notFoundPage(c));
  mountPublicPages(app, depositary, { address: () => "127.0.0.1" });

  async function sign(statement: StatementView, change: Partial<SignatureInput>): Promise<string> {
    const input = makeSignature(statement, change);
    await depositary.signing.submit(statement.id, input, { address: "127.0.0.1" });
    const token = await mailedToken(depositary, input.mailbox, "confirm");
    await depositary.signing.confirm({ token }).catch((error: unknown) => {
      if (!(error instanceof WaitingError)) throw error;
    });
    return token;
  }

  async function holder(token: string): Promise<Holder> {
    const view = await depositary.evidence.find(token);
    if (view === null) throw new Error("the token opens no evidence");
    return view.holder;
  }

  async function mails(mailbox: string) {
    const { items } = await depositary.outbox.list({ limit: 500 });
    return items.filter(({ to }) => to === mailbox);
  }

  return {
    ...opened,
    app,
    async statement(change) {
      return await depositary.drafts.open((await depositary.drafts.create(makeDraft(change))).id);
    },
    sign,
    async signConfirmed(statement, name, domain) {
      const mailbox = `office@${domain}`;
      const token = await sign(statement, { kind: "organisation", capacity: "institutional", name, mailbox });
      await depositary.evidence.add(await holder(token), {
        kind: "web-page",
        domain,
        url: `https://${domain}/news`,
        link: statement.url,
        sha256: "ab".repeat(32),
      });
      return token;
    },
    holder,
    async read(path, status = 200) {
      const answer = await app.request(path);
      const page = squeeze(await answer.text());
      if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${page.slice(0, 2000)}`);
      return page;
    },
    async post(path, form) {
      const answer = await app.request(path, { method: "POST", body: new URLSearchParams(form) });
      const page = squeeze(await answer.text());
      return { status: answer.status, page, location: answer.headers.get("location") };
    },
    async mailed(mailbox, page) {
      for (const mail of await mails(mailbox)) {
        const link = mail.links.find((address) => new URL(address).pathname === page);
        if (link) return new URL(link).searchParams.get("token") ?? "";
      }
      throw new Error(`no mail to ${mailbox} with a link to ${page}`);
    },
    async lastMail(mailbox) {
      const [mail] = await mails(mailbox);
      if (!mail) throw new Error(`no mail to ${mailbox}`);
      return `${mail.subject}\n${mail.text}`;
    },
    async close() {
      await depositary.close();
      await place.remove();
    },
  };
}
