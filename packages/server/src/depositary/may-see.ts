import type { StatementRow } from "@undersigned/store/statements.ts";
import type { Access } from "./statements.ts";
import { equalTokens } from "./tokens.ts";

/** Whether a statement may be known to whoever comes with this: public ones to all, link-only ones by their key. */
export function maySee(row: StatementRow, { administrator = false, linkKey }: Access, now: number): boolean {
  if (administrator) return true;
  if (row.state === "draft") return false;
  const published = row.visibility === "public" || (row.publishes_at !== null && row.publishes_at <= now);
  return published || (linkKey !== undefined && equalTokens(linkKey, row.link_key));
}
