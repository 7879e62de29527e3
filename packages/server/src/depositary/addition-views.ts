import { invariant } from "@undersigned/core/errors.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import type { DocumentFormat } from "@undersigned/core/statement/document.ts";
import type { ListedAddition } from "@undersigned/store/additions.ts";

const DAY = 86_400_000;

/** Days in which those who had signed can object to a correction. The terms say nothing of it: it is the same for all. */
export const CORRECTION_DAYS = 14;

/** An addressee's answer. */
export type ResponseView = {
  /** Of its entry in the statement's log. */
  index: number;
  addressee: string;
  sha256: string;
  /** Null where the document was lost with a database. */
  document: { format: DocumentFormat; size: number } | null;
  /** When it was recorded, milliseconds since the epoch. */
  addedAt: number;
  /** Whether it is the last of this addressee's. */
  stands: boolean;
};

/** A note beside a block, for a slip of the pen. */
export type CorrectionView = {
  /** Of its entry in the statement's log. */
  index: number;
  /** Number of the version that it is about. */
  version: number;
  lang: string;
  /** ¶, or 0 for the title. */
  block: number;
  note: string;
  addedAt: number;
  /** Until when those who had signed were given to object, milliseconds since the epoch. */
  objectUntil: number;
  /** Whether it is the last one of this block. */
  stands: boolean;
};

/** A translation that nobody signed. */
export type TranslationView = {
  /** Of its entry in the statement's log. */
  index: number;
  /** Number of the version that it is of. */
  version: number;
  lang: string;
  sha256: string;
  /** Of its bytes; null where they were lost with a database. */
  size: number | null;
  addedAt: number;
  /** Whether it is the last one of this version and language. */
  stands: boolean;
};

/** What came after the opening and nobody signed. */
export type AdditionsView = {
  /** In the order in which they were recorded. */
  responses: ResponseView[];
  corrections: CorrectionView[];
  translations: TranslationView[];
};

export const NO_ADDITIONS: AdditionsView = { responses: [], corrections: [], translations: [] };

/** What readers see of a statement's additions, which are given in the order of the log. */
export function viewAdditions(rows: readonly ListedAddition[]): AdditionsView {
  return { responses: viewResponses(rows), corrections: viewCorrections(rows), translations: viewTranslations(rows) };
}

function viewResponses(rows: readonly ListedAddition[]): ResponseView[] {
  const responses = rows
    .filter(({ act }) => act === "response")
    .map(({ entry_index: index, bytes, format, size, added_at: addedAt }): ResponseView => {
      const entry = parseEntry(bytes);
      invariant(entry.act === "response", "an answer's entry is a response");
      const { addressee, sha256 } = entry;
      const document = format === null || size === null ? null : { format, size };
      return { index, addressee, sha256, document, addedAt, stands: true };
    });
  const last = new Map(responses.map(({ addressee, index }) => [addressee, index]));
  return responses.map((one) => ({ ...one, stands: last.get(one.addressee) === one.index }));
}

function viewCorrections(rows: readonly ListedAddition[]): CorrectionView[] {
  const corrections = rows.flatMap(
    ({ act, entry_index: index, bytes, version, added_at: addedAt }): CorrectionView[] => {
      // A version that was lost with a database has no page beside which a note could stand.
      if (act !== "correction" || version === null) return [];
      const entry = parseEntry(bytes);
      invariant(entry.act === "correction", "a correction's entry is one");
      const { lang, block, note } = entry;
      return [{ index, version, lang, block, note, addedAt, objectUntil: objectUntil(addedAt), stands: true }];
    },
  );
  const last = new Map(corrections.map((one) => [placeOf(one), one.index]));
  return corrections.map((one) => ({ ...one, stands: last.get(placeOf(one)) === one.index }));
}

function viewTranslations(rows: readonly ListedAddition[]): TranslationView[] {
  const translations = rows.flatMap((row): TranslationView[] => {
    const { act, entry_index: index, bytes, version, size, added_at: addedAt } = row;
    if (act !== "translation" || version === null) return [];
    const entry = parseEntry(bytes);
    invariant(entry.act === "translation", "a translation's entry is one");
    return [{ index, version, lang: entry.lang, sha256: entry.sha256, size, addedAt, stands: true }];
  });
  const last = new Map(translations.map((one) => [`${one.version} ${one.lang}`, one.index]));
  return translations.map((one) => ({ ...one, stands: last.get(`${one.version} ${one.lang}`) === one.index }));
}

function placeOf({ version, lang, block }: CorrectionView): string {
  return `${version} ${lang} ${block}`;
}

/** Until when one can object to what was added then; both in milliseconds since the epoch. */
export function objectUntil(addedAt: number): number {
  return addedAt + CORRECTION_DAYS * DAY;
}
