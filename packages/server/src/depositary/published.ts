import type { Store } from "@undersigned/store/engine.ts";
import { HEADS } from "@undersigned/store/log-reading.ts";
import type { Publication } from "@undersigned/store/publish.ts";
import { readPublication } from "@undersigned/store/publish.ts";

/** A published state of a log, and its signed checkpoint. */
export type SignedTree = Pick<Publication, "size" | "root" | "checkpoint">;

/** A published state of a statement, and one of the log of heads that covers its head. */
export type Published = {
  readonly statement: SignedTree & Pick<Publication, "headIndex">;
  readonly heads: SignedTree;
};

/** The statement's publication is read first: the log of heads only grows, so the one read after it covers its head. */
export async function readPublished(
  store: Store,
  statementId: string,
): Promise<{ statement: Publication; heads: Publication } | null> {
  const statement = await readPublication(store.db, statementId);
  const heads = statement && (await readPublication(store.db, HEADS));
  return statement && heads ? { statement, heads } : null;
}
