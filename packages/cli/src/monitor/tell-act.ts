import type { Level } from "@undersigned/core/signature/entry.ts";
import type { SignatureState } from "@undersigned/core/signature/signature-state.ts";
import { REMOVED, tellLevel } from "@undersigned/core/verify/tell.ts";
import type { FindingCode } from "./finding.ts";
import type { Act } from "./statement-reading.ts";

/** What became of a signature that is watched by one act, as the rest of a sentence; null where the act is told elsewhere. */
export function tellAct({ entry, before }: Act): readonly [code: FindingCode, what: string] | null {
  switch (entry.act) {
    case "attest":
      return ["watched_level", tellAttest(before, entry.level)];
    case "withdraw":
      return ["watched_withdrawn", "its signature was taken back"];
    case "dispute":
      return [
        "watched_disputed",
        "somebody says that it never signed. Its name is hidden and not counted until that is settled; that alone does not show who is right",
      ];
    case "uphold":
      return [
        "watched_upheld",
        "that it never signed was checked and settled: its signature stands, shown and counted again",
      ];
    case "remove":
      return [
        "watched_removed",
        `its signature was taken out by the depositary, as ${entry.reason}: ${REMOVED[entry.reason]}. It is not in the record any more`,
      ];
    case "erase":
      return ["watched_erased", "its signature was erased"];
    case "resign":
      return ["watched_signed_again", "it signed again, a new version or with other particulars"];
    default:
      return null;
  }
}

function tellAttest(before: SignatureState | null, level: Level): string {
  if (before === null || before.level === level) {
    return `something more was seen of who signed; how it is known stays at level ${level}`;
  }
  const [now, then] = [tellLevel(before.kind, level), tellLevel(before.kind, before.level)];
  return level > before.level
    ? `more is known of who signed: it rose from level ${before.level} to level ${level}, ${now}`
    : `what showed who signed was not found any more: it fell from level ${before.level}, ${then}, to level ${level}, ${now}. The signature itself is as it was`;
}
