import { encodeHex, encodeUtf8, sha256 } from "@undersigned/core/bytes.ts";
import { MalformedError } from "@undersigned/core/errors.ts";
import { findMisalignment } from "@undersigned/core/statement/align.ts";
import { plainText } from "@undersigned/core/statement/inline.ts";
import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import { formatManifest, MANIFEST_FORMAT } from "@undersigned/core/statement/manifest.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import { writeConsentNotice } from "./consent-notice.ts";
import { checkDraftFields } from "./draft-fields.ts";
import type { Draft, DraftCheck, DraftProblem } from "./drafts.ts";

type ParsedText = { text: Text; sha256: string };

/** Where a version stands among those of its statement. */
export type VersionPlace = {
  readonly number: number;
  /** Digest of the version before it; null for the first. */
  readonly previous: string | null;
};

const FIRST: VersionPlace = { number: 1, previous: null };

/**
 * Everything that stands between a draft and its opening, and what would be frozen. Pure.
 * @param id of the statement, which the manifest names
 * @param now milliseconds since the epoch: dates must lie ahead
 */
export function checkDraft(typed: Draft, id: string, now: number, place: VersionPlace = FIRST): DraftCheck {
  const fields = checkDraftFields(typed);
  const problems: DraftProblem[] = fields.problems?.map(({ field, message }) => ({ field, message })) ?? [];
  const draft = fields.draft ?? typed;
  const texts = draft.texts.map((text, i) => parseDraftText(text.markdown, i, problems));
  problems.push(
    ...checkLanguages(draft),
    ...checkAlignment(draft, texts),
    ...checkDemands(draft, texts),
    ...checkDates(draft, now),
  );
  const whole = texts.filter((text) => text !== null);
  if (problems.length > 0 || whole.length !== texts.length)
    return { problems, texts, manifest: null, consentNotice: null };
  const consentNotice = writeConsentNotice(titleOf(draft, texts), draft);
  const manifest = makeManifest(draft, id, place, whole, consentNotice);
  try {
    formatManifest(manifest);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return { problems: [{ field: "", message: error.message }], texts, manifest: null, consentNotice: null };
  }
  return { problems, texts, manifest, consentNotice };
}

/** Title of the first authentic text that parses, or "". */
export function titleOf(draft: Draft, texts: readonly (ParsedText | null)[]): string {
  const authentic = texts.findIndex((text, i) => text !== null && draft.texts[i]?.authentic !== false);
  const chosen = texts[authentic] ?? texts.find((text) => text !== null);
  return chosen ? plainText(chosen.text.title) : "";
}

function parseDraftText(markdown: string, i: number, problems: DraftProblem[]): ParsedText | null {
  try {
    const bytes = encodeUtf8(markdown);
    return { text: parseText(bytes), sha256: encodeHex(sha256(bytes)) };
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    problems.push({ field: `texts.${i}.markdown`, message: error.message, line: error.line, column: error.column });
    return null;
  }
}

function checkLanguages(draft: Draft): DraftProblem[] {
  const problems: DraftProblem[] = [];
  const seen = new Set<string>();
  draft.texts.forEach(({ lang }, i) => {
    if (seen.has(lang)) problems.push({ field: `texts.${i}.lang`, message: `There is a text in ${lang} already.` });
    seen.add(lang);
  });
  if (draft.texts.length > 0 && draft.texts.every((text) => text.authentic === false)) {
    problems.push({
      field: "texts.0.authentic",
      message: "At least one language must be authentic: the words that bind.",
    });
  }
  const prevailing = draft.texts.flatMap((text, i) => (text.prevails ? [i] : []));
  for (const i of prevailing.slice(1)) {
    problems.push({ field: `texts.${i}.prevails`, message: "Only one language can prevail over the others." });
  }
  for (const i of prevailing) {
    if (draft.texts[i]?.authentic !== false) continue;
    problems.push({ field: `texts.${i}.prevails`, message: "A translation cannot prevail: make it authentic first." });
  }
  return problems;
}

function checkAlignment(draft: Draft, texts: readonly (ParsedText | null)[]): DraftProblem[] {
  const first = texts.findIndex((text) => text !== null);
  const reference = texts[first];
  if (!reference) return [];
  return texts.flatMap((text, i) => {
    if (i <= first || text === null) return [];
    const off = findMisalignment(reference.text, text.text);
    if (off === null) return [];
    const [expected, found] = off.kinds.map((kind) => (kind === null ? "nothing" : KIND_WORDS[kind]));
    return {
      field: `texts.${i}.markdown`,
      message: `¶${off.block} is ${found} here and ${expected} in ${draft.texts[first]?.lang}: every language must have the same sequence of paragraphs, headings, list items and quotations.`,
      line: text.text.blocks[off.block - 1]?.line,
    };
  });
}

const KIND_WORDS = { heading: "a heading", paragraph: "a paragraph", item: "a list item", quotation: "a quotation" };

function checkDemands(draft: Draft, texts: readonly (ParsedText | null)[]): DraftProblem[] {
  const blocks = texts.find((text) => text !== null)?.text.blocks;
  if (!blocks) return [];
  const seen = new Set<number>();
  return draft.demands.flatMap(({ block }, i): DraftProblem[] => {
    const field = `demands.${i}.block`;
    if (seen.has(block)) return [{ field, message: `¶${block} is named as a demand already.` }];
    seen.add(block);
    const kind = blocks[block - 1]?.kind;
    if (kind === undefined) return [{ field, message: `There is no ¶${block}: the last one is ¶${blocks.length}.` }];
    if (kind === "heading")
      return [{ field, message: `¶${block} is a heading; a demand is a block with words that ask.` }];
    return [];
  });
}

function checkDates({ closes, publishes, visibility }: Draft, now: number): DraftProblem[] {
  const problems: DraftProblem[] = [];
  if (closes !== null && Date.parse(closes) <= now) {
    problems.push({ field: "closes", message: "The closing date is over. Choose a later one, or none." });
  }
  if (publishes !== null && visibility === "public") {
    problems.push({ field: "publishes", message: "A statement that everyone can see has no date of publication." });
  }
  return problems;
}

function makeManifest(
  draft: Draft,
  id: string,
  { number, previous }: VersionPlace,
  texts: readonly ParsedText[],
  notice: string,
): Manifest {
  const { who, leastLevel, reservations, unnamed, minimumAge, controller, retention, invited, review } = draft.terms;
  return {
    format: MANIFEST_FORMAT,
    statement: id,
    number,
    previous,
    initiators: draft.initiators,
    texts: draft.texts
      .map(({ lang, authentic, prevails }, i) => ({
        lang,
        sha256: (texts[i] as ParsedText).sha256,
        authentic: authentic !== false,
        prevails: prevails === true,
      }))
      .sort((a, b) => (a.lang < b.lang ? -1 : 1)),
    demands: [...draft.demands].sort((a, b) => a.block - b.block),
    terms: {
      who: [...who].sort(),
      leastLevel,
      reservations,
      unnamed,
      minimumAge,
      controller,
      retention,
      ...(invited ? { invited } : {}),
      ...(review ? { review } : {}),
      consentNotice: encodeHex(sha256(encodeUtf8(notice))),
    },
  };
}
