import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { fingerprintText } from "@undersigned/core/compare/fingerprints.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import { findDocument } from "@undersigned/store/additions.ts";
import { insertFingerprints } from "@undersigned/store/fingerprints.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import type { AddingDeps } from "./adding.ts";
import { findOpened, keepAddition, readAdditions } from "./adding.ts";
import type { Additions, GivenTranslation, TranslationCheck } from "./additions.ts";
import { draftOfVersion } from "./create-next-versions.ts";
import { checkDraft } from "./draft-check.ts";
import type { ReadDocument } from "./given-document.ts";

/** Translations that nobody signs. */
export function makeTranslating(deps: AddingDeps): Pick<Additions, "translate" | "checkTranslation" | "translation"> {
  const { store, sequencer, clock } = deps;
  return {
    async checkTranslation(idOrSlug, translation) {
      return await check(deps, await findOpened(deps, idOrSlug), translation);
    },
    async translate(idOrSlug, translation, by) {
      const row = await findOpened(deps, idOrSlug);
      const checked = await check(deps, row, translation);
      const { lang, ...document } = readChecked(checked);
      const { sha256 } = document;
      const { translations } = await readAdditions(deps, row.id);
      const { number, digest } = checked.version;
      const before = translations.find((one) => one.stands && one.version === number && one.lang === lang);
      if (before?.sha256 === sha256 && before.size !== null)
        return { statement: row.id, index: before.index, sha256, repeated: true };
      const { index } = await sequencer.act(row.id, {
        kind: "statement",
        by,
        entry: { act: "translation", version: digest, lang, sha256 },
        async record(tx, at) {
          const about = { act: "translation" as const, version: number, sha256, told_to: null };
          await keepAddition(tx, { statement_id: row.id, entry_index: at, ...about, added_at: clock() }, document);
          const pieces = fingerprintText(parseText(document.bytes));
          await insertFingerprints(tx, { statementId: row.id, version: number, lang }, pieces);
        },
      });
      return { statement: row.id, index, sha256, repeated: false };
    },
    async translation(id, version, lang) {
      const { translations } = await readAdditions(deps, id);
      const found = translations.find((one) => one.stands && one.version === version && one.lang === lang);
      const document = found && (await findDocument(store, id, found.sha256, "translation"));
      if (!document) return null;
      const { bytes, sha256 } = document;
      return { lang, bytes, sha256, text: parseText(bytes), authentic: false, prevails: false };
    },
  };
}

/**
 * Checks a translation as the text of a draft is checked, as if it were one more language of the latest version: its form, its
 * language, and that it is built like the others.
 */
async function check(
  { reading, clock }: AddingDeps,
  row: StatementRow,
  { lang, markdown }: GivenTranslation,
): Promise<TranslationCheck> {
  const frozen = await reading.frozen(row.id, row.version);
  if (!frozen) throw new RefusedError("unavailable", "The text that was signed cannot be read right now.");
  const signed = draftOfVersion(row, frozen);
  const texts = [...signed.texts, { lang, markdown, authentic: false }];
  // The rest was settled when the version was opened; its dates may be over by now.
  const draft = { ...signed, texts, closes: null, publishes: null, visibility: "public" as const };
  const { number, digest } = frozen;
  return { version: { number, digest }, draft, check: checkDraft(draft, row.id, clock()), index: signed.texts.length };
}

/** @throws RefusedError `invalid_field`, with the first thing that is wrong */
function readChecked({ check, draft, index }: TranslationCheck): ReadDocument & { readonly lang: string } {
  const [problem] = check.problems;
  const text = check.texts[index];
  if (problem || !text) {
    const field = problem?.field.endsWith(".markdown") ? "markdown" : "lang";
    throw new RefusedError("invalid_field", problem?.message ?? "The translation cannot be read.", { field });
  }
  const { lang = "", markdown = "" } = draft.texts[index] ?? {};
  return { lang, format: "md", sha256: text.sha256, bytes: encodeUtf8(markdown) };
}
