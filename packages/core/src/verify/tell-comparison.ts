import type { Comparison } from "./compare-receipt.ts";
import type { Report } from "./report.ts";
import type { Standing } from "./standing.ts";
import { REMOVED, tellLevel } from "./tell.ts";
import { tellMoment } from "./time.ts";

/** What each verdict on a receipt beside a bundle means. */
export const COMPARISON_VERDICTS = {
  valid: "Valid. The log that this receipt is from only grew since.",
  invalid: "Not valid. Receipt and bundle cannot both be relied on.",
  inconclusive: "Could not tell.",
} as const;

/** What became of a signature, a sentence each. */
export function tellStanding(standing: Standing, { versions, asOf }: Pick<Report, "versions" | "asOf">): string[] {
  const when = asOf === null ? "" : `As of ${tellMoment(asOf)}: `;
  return [
    `${when}${tellStatus(standing)}`,
    ...tellRecord(standing),
    ...tellLevels(standing),
    ...tellAgain(standing, versions),
  ];
}

/** That a dispute says nothing against the receipt: not in the record is never the same as false. */
function tellRecord({ status, reason, upheld }: Standing): string[] {
  if (status === "disputed") {
    return ["The receipt holds all the same: it shows what was recorded, and not who is right."];
  }
  if (status === "removed" && reason === "disputed") {
    return [
      "The name is not in the record any more. The receipt holds all the same: it shows that it was in it, and not who had confirmed it.",
    ];
  }
  if (!upheld) return [];
  return [
    status === "standing"
      ? "It was disputed: somebody said that the one whose name it bears never signed. That was checked and settled, and it stands."
      : "Before that it was disputed: somebody said that the one whose name it bears never signed. That was settled, and it stood.",
  ];
}

/** How it is known who signed, where that changed since the receipt; of a signature that is gone it is no matter any more. */
function tellLevels({ status, kind, level, levelBefore }: Standing): string[] {
  if (level === levelBefore || (status !== "standing" && status !== "disputed")) return [];
  const levels = `from level ${levelBefore}, ${tellLevel(kind, levelBefore)}, to level ${level}, ${tellLevel(kind, level)}`;
  return [
    level > levelBefore
      ? `More is known of who signed than when this receipt was made: it rose ${levels}.`
      : `Less is known of who signed than when this receipt was made: it fell ${levels}. That takes nothing from the signature itself.`,
  ];
}

function tellStatus({ status, reason }: Standing): string {
  switch (status) {
    case "standing":
      return "the signature stands.";
    case "withdrawn":
      return "the signatory has taken the signature back. It no longer counts.";
    case "removed":
      return `the depositary has taken the signature out: ${reason === null ? "it gives no reason" : REMOVED[reason]}. It no longer counts.`;
    case "erased":
      return "the signature was erased. What showed whose it was is destroyed, and it no longer counts.";
    case "anonymised":
      return "the signature counts, without its name. What showed whose it was is destroyed.";
    case "disputed":
      return "the signature is disputed: the one whose name it bears says that they never signed. Until that is settled it is neither shown nor counted.";
  }
}

function tellAgain({ again, version }: Standing, versions: Report["versions"]): string[] {
  if (!again) return [];
  const number = versions.find(({ digest }) => digest === version)?.number;
  return [`It was given again after this receipt${number === undefined ? "" : `, and is now for version ${number}`}.`];
}

/** What to keep and whom to tell when a depositary signed what cannot both be true. None where it did not. */
export function tellMisbehaviour({ misbehaviour, contradiction }: Comparison): string[] {
  if (!misbehaviour) return [];
  return [
    "The depositary's own key signed both, and both cannot be true. That is proof that it changed its log, or that its key was stolen, or that it went on from an old copy of its database.",
    "Keep the receipt and the bundle, unchanged, and write down when and from where you had each.",
    contradiction === null
      ? "Tell those who started the statement, the depositary, and its witnesses. Show them the bundle, and the receipt only as far as you want your name and e-mail address known."
      : "Tell those who started the statement, the depositary, and its witnesses. Show them the contradiction that --json prints: it proves this to anybody who has the key, and holds no name. Do not publish the receipt, which holds your name and e-mail address.",
  ];
}
