import type { z } from "@hono/zod-openapi";
import type { Receipt } from "@undersigned/core/verify/receipt.ts";
import type { confirmedAnswer } from "@undersigned/server/api/signature-schemas.ts";
import type { draftBody, statementAnswer } from "@undersigned/server/api/statement-schemas.ts";
import type { nextVersionBody } from "@undersigned/server/api/version-schemas.ts";
import type { SignatureInput } from "@undersigned/server/depositary/signing.ts";

export type StatementJson = z.output<typeof statementAnswer>;
export type NextVersionJson = z.input<typeof nextVersionBody>;
export type DraftJson = z.input<typeof draftBody>;
export type ConfirmedJson = Omit<z.output<typeof confirmedAnswer>, "receipt"> & { readonly receipt: Receipt | null };
export type MailJson = { readonly to: string; readonly state: string; readonly links: readonly string[] };

/** The server answered, and refused. */
export class AnsweredError extends Error {
  readonly status: number;
  constructor(status: number, request: string, body: string) {
    super(`${request} was answered ${status}: ${body.slice(0, 500)}`);
    this.name = "AnsweredError";
    this.status = status;
  }
}

/**
 * The API of one server, over HTTP. Every call throws AnsweredError when it was refused, and what fetch throws when there
 * was no answer: then nobody knows whether it was done.
 */
export type ApiClient = {
  createStatement(draft: DraftJson): Promise<StatementJson>;
  openStatement(id: string): Promise<StatementJson>;
  /** Writes the next version, and opens it. */
  openNextVersion(id: string, next: NextVersionJson): Promise<StatementJson>;
  statement(id: string): Promise<StatementJson>;
  submit(id: string, input: SignatureInput): Promise<{ pending: string }>;
  confirm(by: { token: string } | { pending: string; code: string }): Promise<ConfirmedJson>;
  withdraw(token: string): Promise<ConfirmedJson>;
  /** Null while the publish round that holds it is under way. */
  receipt(id: string, token: string): Promise<Receipt | null>;
  /** The whole outbox, newest first. */
  outbox(): Promise<MailJson[]>;
  bundle(id: string): Promise<Uint8Array>;
  /** Any file, by its path from the root; null when there is none. */
  file(path: string): Promise<Uint8Array | null>;
};

/** @param token bearer token, for what needs one */
export function createApiClient(baseUrl: string, token?: string): ApiClient {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (token !== undefined) headers.Authorization = `Bearer ${token}`;

  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${baseUrl}${path}`, { method, headers, redirect: "manual", ...sent });
    if (response.ok) return response;
    throw new AnsweredError(response.status, `${method} ${path}`, await response.text());
  }

  // Answers are the server's, whose schemas are also the types here; tests look at what they hold.
  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await (await send(method, path, body)).json()) as T;
  }

  async function bytes(path: string): Promise<Uint8Array> {
    return new Uint8Array(await (await send("GET", path)).arrayBuffer());
  }

  const statements = "/api/v1/statements";
  return {
    createStatement: (draft) => ask("POST", statements, draft),
    openStatement: (id) => ask("POST", `${statements}/${id}/open`),
    async openNextVersion(id, next) {
      const path = `${statements}/${id}/next-version`;
      const { version } = await ask<StatementJson>("PUT", path, next);
      return ask("POST", `${path}/open`, { version: version?.digest });
    },
    statement: (id) => ask("GET", `${statements}/${id}`),
    submit: (id, input) => ask("POST", `${statements}/${id}/signatures`, input),
    confirm: (by) => ask("POST", "/api/v1/confirmations", by),
    withdraw: (withToken) => ask("POST", "/api/v1/withdrawals", { token: withToken }),
    async receipt(id, withToken) {
      const path = `/api/v1/receipts/${id}?token=${encodeURIComponent(withToken)}`;
      const answer = await ask<Receipt | { receipt: null }>("GET", path);
      return "receipt" in answer ? null : answer;
    },
    async outbox() {
      const mails: MailJson[] = [];
      for (let cursor = ""; ; ) {
        const path = `/api/v1/outbox?limit=500${cursor}`;
        const { items, next } = await ask<{ items: MailJson[]; next: string | null }>("GET", path);
        mails.push(...items);
        if (next === null) return mails;
        cursor = `&cursor=${encodeURIComponent(next)}`;
      }
    },
    bundle: (id) => bytes(`${statements}/${id}/bundle`),
    async file(path) {
      try {
        return await bytes(path);
      } catch (error) {
        if (error instanceof AnsweredError && error.status === 404) return null;
        throw error;
      }
    },
  };
}
