import type { Store } from "@undersigned/store/engine.ts";
import { HEADS } from "@undersigned/store/log-reading.ts";
import type { Publication } from "@undersigned/store/publish.ts";
import { readPublication } from "@undersigned/store/publish.ts";

/** A statement's last publication, and one of the log of heads that covers its head. */
export type Published = { readonly statement: Publication; readonly heads: Publication };

/** The statement's publication is read first: the log of heads only grows, so the one read after it covers its head. */
export async function readPublished(store: Store, statementId: string): Promise<Published | null> {
  const statement = await readPublication(store.db, statementId);
  const heads = statement && (await readPublication(store.db, HEADS));
  return statement && heads ? { statement, heads } : null;
}
