import { Hono } from "hono";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { Draft } from "../packages/server/src/depositary/drafts.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { errorPage, notFoundPage } from "../packages/server/src/pages/error-page.ts";
import { mountPublicPages } from "../packages/server/src/pages/public/mount.ts";
import type { PlaceOptions } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";

/** The public pages over a depositary of their own, without a socket. */
export type PublicPages = {
  readonly depositary: Depositary;
  /** Opens a statement for signature. */
  open(change?: Partial<Draft>): Promise<StatementView>;
  /** Signs and confirms, beside the pages. Returns the mailed token. */
  sign(statement: StatementView, name: string, change?: Parameters<typeof makeSignature>[1]): Promise<string>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** The page as text, white space squeezed; throws unless it is answered with this status. */
  read(path: string, status?: number): Promise<string>;
  post(path: string, form: Record<string, string>): Promise<Response>;
  /** As `post`, with files. */
  submit(path: string, form: FormData): Promise<Response>;
  close(): Promise<void>;
};

export async function openPublicPages(options?: PlaceOptions): Promise<PublicPages> {
  const place = await makePlace("sqlite");
  const { depositary } = await place.open(options);
  const app = new Hono();
  app.onError((error, c) => errorPage(c, error));
  app.notFound((c) => notFoundPage(c));
  mountPublicPages(app, depositary, { address: () => "127.0.0.1" });
  const get = async (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
  return {
    depositary,
    async open(change) {
      const draft = await depositary.drafts.create(makeDraft(change));
      return depositary.drafts.open(draft.id);
    },
    async sign(statement, name, change = {}) {
      const mailbox = change.mailbox ?? `${name.toLowerCase().replaceAll(/[^a-z]/g, "")}@post.example`;
      const input = makeSignature(statement, { name, ...change, mailbox });
      const linkKey = statement.linkKey ?? undefined;
      await depositary.signing.submit(statement.id, input, { address: "127.0.0.1", linkKey });
      const token = await mailedToken(depositary, mailbox, "confirm");
      await depositary.signing.confirm({ token });
      return token;
    },
    get,
    async read(path, status = 200) {
      const answer = await get(path);
      const page = squeeze(await answer.text());
      if (answer.status !== status) throw new Error(`${path} was answered with ${answer.status}: ${page}`);
      return page;
    },
    post: async (path, form) => app.request(path, { method: "POST", body: new URLSearchParams(form) }),
    submit: async (path, form) => app.request(path, { method: "POST", body: form }),
    async close() {
      await depositary.close();
      await place.remove();
    },
  };
}

export function squeeze(page: string): string {
  return page.replaceAll(/\s+/g, " ");
}
