import { describeCounts } from "./counts.ts";
import { fileName, followHeads } from "./follow-heads.ts";
import { followStatement } from "./follow-statement.ts";
import type { StatementMemory } from "./memory.ts";
import type { Visiting } from "./visiting.ts";
import { originOf } from "./visiting.ts";

/** What the site counts may be in its log only a moment later: how often it is looked for, and how long in between, in milliseconds. */
const ROUNDS = 3;
const PAUSE = 1_500;
/** Seconds after which what was counted must be published: publish rounds are a minute apart at most. */
const PATIENCE = 120;

/**
 * Compares what the site counts with what its log leads to. The site was asked before the log was followed, so its count must be
 * that of the log at some moment since the last visit; one that is ahead of what is published is looked for again.
 */
export async function settleCounts(visiting: Visiting): Promise<void> {
  let open = listOpen(visiting);
  for (let round = 0; round < ROUNDS && open.length > 0; round++) {
    await visiting.sleep(PAUSE);
    const changed = await followHeads(visiting);
    if (changed === null) return;
    for (const id of open) if (changed.has(id)) await followStatement(visiting, id);
    open = listOpen(visiting);
  }
  for (const id of open) await judge(visiting, id, visiting.memory.statements.get(id) as StatementMemory);
}

/** Statements whose count is not borne out by their log; those that cannot be read, or replayed, have none to compare. */
function listOpen({ memory }: Visiting): string[] {
  const open: string[] = [];
  for (const [id, statement] of memory.statements) {
    const { claim, counts, shown, reached, head } = statement;
    if (claim === null) continue;
    const isComparable = counts !== null && shown === "public" && reached?.index === head.index;
    if (!isComparable || claim.counts === counts) statement.claim = null;
    else open.push(id);
  }
  return open;
}

async function judge(visiting: Visiting, id: string, statement: StatementMemory): Promise<void> {
  const { claim, counts } = statement;
  if (claim === null || counts === null) return;
  const origin = originOf(visiting, id);
  const said = `${origin} shows a count of ${describeCounts(claim.counts)}, and the entries that it signed come to ${describeCounts(counts)}`;
  const isLate = visiting.now() - claim.since >= PATIENCE;
  const wasTold = visiting.memory.standing.some(
    ({ code, message }) => code === "count_differs" && message.includes(origin),
  );
  if (!isLate && !wasTold) {
    visiting.found("count_unsettled", `${said}. It may not be published yet: the next visit will tell.`, {
      statement: origin,
    });
    return;
  }
  // The next visit compares what is shown then.
  statement.claim = null;
  const record = { seen: visiting.now(), statement: origin, shown: claim, signed: counts, entries: statement.reached };
  const evidence = await visiting.evidence.keepRecord(`${fileName(origin)}-count-${claim.since}`, record);
  visiting.found("count_differs", `${said}. The count is not what was signed.`, { statement: origin, evidence });
}
