import { RefusedError } from "@undersigned/core/errors.ts";
import { advanceAdditionTold, findAdditionToTell } from "@undersigned/store/additions.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import type { MailTemplate } from "../mail/templates.ts";
import { objectUntil, viewAdditions } from "./addition-views.ts";
import { wordsAt } from "./corrected-words.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { makeManageToken } from "./signing-tokens.ts";
import type { StatementReading } from "./statement-reading.ts";
import { tellSome } from "./telling.ts";

type Deps = SigningDeps & { readonly reading: StatementReading; readonly onMail: () => void };

/**
 * Writes to the next of those who had signed the version that was corrected, of the oldest correction that not all were told
 * of.
 * @returns whether there are more, of this correction or of another
 */
export async function tellCorrection(deps: Deps, statementId: string): Promise<boolean> {
  const { store, secrets, reading } = deps;
  const row = await findAdditionToTell(store, statementId);
  if (row === null) return false;
  const [correction] = viewAdditions([row]).corrections;
  const frozen = correction && (await reading.frozen(statementId, correction.version));
  if (!frozen || row.told_to === null)
    throw new RefusedError("unavailable", `The version that entry ${row.entry_index} corrects cannot be read.`);
  const { index, lang, block, note, addedAt } = correction;
  const { title } = await deps.describe(statementId);
  const { controller } = frozen.manifest.terms;
  const words = wordsAt(frozen, lang, block) ?? "";
  const shared = { title, lang, block, note, words, until: objectUntil(addedAt), controller };

  async function write(signature: SignatureRow, to: string): Promise<MailTemplate | null> {
    // Whoever signed, or signed again, after it was noted had it before their eyes.
    if (signature.version !== frozen?.digest || signature.consent_index > index) return null;
    const token = makeManageToken(secrets.macKey, statementId, signature.idx);
    return { template: "correction", to, params: { ...shared, token } };
  }

  const from = row.told_to;
  const more = await tellSome(deps, {
    statementId,
    from,
    end: index,
    name: `correction.${index}`,
    write,
    advance: (tx, to) => advanceAdditionTold(tx, { statementId, index, from, to }),
  });
  return more || (await findAdditionToTell(store, statementId)) !== null;
}
