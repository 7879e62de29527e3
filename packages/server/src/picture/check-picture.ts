import type { Verdict } from "@undersigned/core/compare/copy-report.ts";
import type { Font } from "./font.ts";
import type { Measure } from "./set-lines.ts";
import { breakLines, canSet, setLine } from "./set-lines.ts";

/** What the picture of a check says. Everything but the title is in the language of the site. */
export type CheckPicture = {
  readonly verdict: Verdict;
  /** "Check of a copy" */
  readonly heading: string;
  /** The verdict as one sentence, and how much differs. */
  readonly sentence: string;
  readonly detail: string | null;
  /** Of the statement; left out where a letter of it has no glyph. */
  readonly title: { readonly words: string; readonly lang: string } | null;
  readonly date: string;
  /** Where to look, without "https://". */
  readonly address: string;
  /** Language of all but the title. */
  readonly lang: string;
};

export const PICTURE_WIDTH = 1200;
export const PICTURE_HEIGHT = 630;

const [PAPER, INK, MUTED, RULE, RUBRIC] = ["#fcfbf8", "#201d19", "#676055", "#d9d3c7", "#8a3324"];
/** Of the sentence: as it fits in two lines, or in three. */
const [LARGE, SMALLER] = [60, 50];
const INSET = 80;
const ROOM = PICTURE_WIDTH - 2 * INSET;

/** The picture as SVG; every letter is in one of `fonts`. */
export function formatPicture(picture: CheckPicture, fonts: readonly Font[], measure: Measure): string {
  const lines: string[] = [];
  const put = (words: string, size: number, baseline: number, colour: string, lang = picture.lang, inset = INSET) =>
    lines.push(setLine(fonts, words, { inset, baseline, size, colour, lang, pictureWidth: PICTURE_WIDTH }, measure));
  /** As many lines as fit; returns the baseline after the last. */
  const flow = (words: string, size: number, first: number, most: number, colour: string, lang?: string) => {
    const broken = breakLines(fonts, words, ROOM / size, most);
    for (const [at, line] of broken.entries()) put(line, size, first + at * size * 1.22, colour, lang);
    return first + broken.length * size * 1.22;
  };
  put(picture.heading, 30, 108, MUTED, picture.lang, INSET + 70);
  const size = breakLines(fonts, picture.sentence, ROOM / LARGE, 3).length > 2 ? SMALLER : LARGE;
  const after = flow(picture.sentence, size, 205, 3, INK);
  if (picture.detail !== null) flow(picture.detail, 34, after + 4, 2, INK);
  const { title } = picture;
  if (title !== null && canSet(fonts, title.words, title.lang)) flow(title.words, 34, 512, 1, RUBRIC, title.lang);
  put(picture.date, 28, 574, MUTED);
  const [address = ""] = breakLines(fonts, picture.address, (ROOM - 320) / 28, 1);
  put(address, 28, 574, MUTED, picture.lang, INSET + 320);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_WIDTH}" height="${PICTURE_HEIGHT}">
<rect width="100%" height="100%" fill="${PAPER}"/><rect width="14" height="100%" fill="${RUBRIC}"/>
<path d="M${INSET} 460H${PICTURE_WIDTH - INSET}" stroke="${RULE}" stroke-width="2"/>
<g transform="translate(${INSET} 74)" fill="none" stroke="${RUBRIC}" stroke-width="4" stroke-linecap="round" stroke-linejoin="round">
<circle cx="24" cy="24" r="23"/><path d="${SIGNS[picture.verdict]}"/></g>
${lines.join("\n")}
</svg>`;
}

const [TICK, UNEQUAL, ASK] = [
  "M13 25l8 8l14-17",
  "M13 19h22M13 29h22M29 12l-10 24",
  "M17 18a7 7 0 1 1 10 7c-2 1-3 3-3 5M24 36v.1",
];
/** A sign for each verdict, 48 pixels square: told apart by shape. */
const SIGNS: Readonly<Record<Verdict, string>> = {
  identical: TICK,
  faithful: TICK,
  excerpt: `${TICK}M12 39h.1M36 39h.1`,
  altered: UNEQUAL,
  mixed: UNEQUAL,
  superseded: "M24 12v13l8 5",
  unrelated: "M14 24h20",
  inconclusive: ASK,
};
