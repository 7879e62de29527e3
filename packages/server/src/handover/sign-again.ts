import type { Transaction } from "@undersigned/store/engine.ts";
import { listPublications, replaceCheckpoints } from "@undersigned/store/publish.ts";
import { signCheckpoint } from "../depositary/publish-round.ts";
import type { Tenure } from "../depositary/tenure.ts";

/** Statements whose checkpoints are signed again at a time. */
const PAGE = 500;

/** Everything that is published of statements, as it is, under the new key. */
export async function signAgain(tx: Transaction, { key, origin }: Tenure): Promise<void> {
  let after = "";
  for (;;) {
    const page = await listPublications(tx.db, after, PAGE);
    const last = page.at(-1);
    if (last === undefined) return;
    await replaceCheckpoints(
      tx,
      page.map(({ logId, size, root }) => {
        return { logId, checkpoint: signCheckpoint(key, `${origin()}/s/${logId}`, size, root) };
      }),
    );
    after = last.logId;
  }
}
