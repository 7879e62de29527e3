import type { PageBlock, Place } from "./page-blocks.ts";

/** Levels of places above a block that are looked at. */
const LEVELS = 40;

/**
 * What page makers call the parts of an article's page that are not the article. Looked for in classes and ids below the
 * element that holds the article, so that a page "with-sidebar" is not a sidebar.
 */
const NAMES = new RegExp(
  `(?:^|[^a-z])(?:${[
    "ads?",
    "advert\\w*",
    "sponsor\\w*",
    "promo\\w*",
    "outbrain\\w*",
    "taboola\\w*",
    "related\\w*",
    "recirc\\w*",
    "recommend\\w*",
    "trending\\w*",
    "most-?(?:read|popular|viewed|commented)\\w*",
    "more-?(?:stories|from|on|news|like)\\w*",
    "(?:read|up)-?next\\w*",
    "(?:also|further)-?read\\w*",
    "comments?(?:-?\\w+)?",
    "disqus\\w*",
    "share\\w*",
    "sharing",
    "shar\\w*-?(?:bar|tools|buttons)",
    "social\\w*",
    "addthis\\w*",
    "follow\\w*",
    "newsletter\\w*",
    "subscri\\w*",
    "sign-?up\\w*",
    "sign-?in",
    "log-?in\\w*",
    "paywall\\w*",
    "breadcrumbs?",
    "nav\\w*",
    "menu\\w*",
    "sidebar\\w*",
    "tool-?(?:bar|box|tip)s?",
    "cookies?\\w*",
    "consent\\w*",
    "popup\\w*",
    "modal\\w*",
    "copyright\\w*",
    "disclaimer\\w*",
    "by-?line\\w*",
    "author\\w*",
    "bio",
    "contributor\\w*",
    "date-?line",
    "dates?",
    "sources?",
    "image-?(?:credit|caption|source|meta)\\w*",
    "time-?stamp\\w*",
    "published\\w*",
    "updated",
    "tags?",
    "topics?",
    "hid(?:e|den)(?:-?\\w+)?",
    "display-none",
    "dialog\\w*",
    "screen-?reader\\w*",
    "visually-?hidden",
    "sr-only",
    "pag(?:ination|er|enav)\\w*",
    "caption\\w*",
    "credits?",
    "fig-?caption",
  ].join("|")})(?:[^a-z]|$)`,
);

/** Elements that hold no words of an article, whatever they are called. */
const ELEMENTS = /^(?:nav|aside|footer|figcaption|caption|form|menu|dialog)(?: |$)/;
/** Sentences of the article that are set apart. */
const QUOTED = /quot/;

/** What publishers put between and after the paragraphs. Anchored: a paragraph that only mentions such things stays. */
const SENTENCES = [
  /^(?:share|tweet|print|e-?mail|pin|save|like)(?: (?:this|on|via|it|with|now|by)\b.{0,60})?[\s:|/]*$/is,
  /^(?:advertisements?|sponsored|loading|comments?|tags?|topics?|filed under|see also|also read|read (?:more|next|also)|up next|recommended|trending|most (?:read|popular)|(?:more|related)(?: (?:articles?|stories|links?|content|posts?|coverage|topics?|items|reading|news))?|you (?:may|might) (?:also )?(?:like|be interested in))\s*(?:[:|].{0,200})?$/is,
  /^(?:follow|like|find|connect with) (?:us|me|him|her|them|@?\p{L}+(?: \p{L}+){0,4}) (?:on|at|via)\b.{0,160}$/isu,
  /^(?:sign up|subscribe|register)\b.{0,20}\b(?:for|to|now|here|today)\b.{0,200}$/is,
  /^(?:get|join|download) (?:the|our|all|more|breaking)\b.{0,120}\b(?:newsletters?|inbox|alerts?|app|community|conversation|briefings?)\b.{0,120}$/is,
  /^(?:click here|right click|tap here|watch(?: now| live| more)?:|listen(?: now)?:|already a|©|\(c\)|all rights reserved|terms of (?:use|service)|privacy policy).{0,160}$/is,
  /^(?:photo|image|picture|photograph|illustration)s?(?: (?:by|credit|courtesy|source))?\s*[:/].{0,120}$/is,
  /^(?:published|updated|posted|last (?:updated|modified)|first published)\b.{0,60}\d.{0,40}$/is,
  /^(?:[Bb]y|BY|[Vv]on|[Pp]ar|PAR|[Pp]or|POR|[Dd]i|[Aa]utor:?)\s+\p{Lu}[\p{L}.'’-]+(?: (?:and |und |et |y |e )?\p{Lu}[\p{L}.'’-]+){0,6}[\s,|/]*$/su,
];

/** Where the article stands. */
export type Core = {
  /** The lowest element that holds most of it. */
  readonly place: Place | null;
  /** Elements that hold so much of it that they are no caption or share bar, whatever they are called. */
  readonly large: ReadonlySet<Place>;
};

/** Whether a block stands in a part of the page that is named for something else, below what holds it and the article. */
export function isNamedElse(block: PageBlock, core: Core): boolean {
  const top = new Set<Place | null>(above(core.place));
  for (const place of above(block.place)) {
    if (top.has(place) || core.large.has(place)) return false;
    if (QUOTED.test(place.label)) return false;
    if (ELEMENTS.test(place.label) || NAMES.test(place.label)) return true;
  }
  return false;
}

/** A place and those that it stands in, from within to without. */
function* above(place: Place | null): Generator<Place> {
  for (let level = 0, each = place; each !== null && level < LEVELS; level++, each = each.parent) yield each;
}

/** Whether a block says what publishers add: share, follow, subscribe, by whom, when. */
export function isPublishersSentence({ text, size }: PageBlock): boolean {
  return size < 60 && SENTENCES.some((sentence) => sentence.test(text));
}

/** Share of the article's words, and their number, from which an element is surely part of it. */
const LARGE_SHARE = 0.12;
const LARGE_SIZE = 80;

/** Where these blocks stand: the lowest place that holds at least `share` of their words. */
export function findCore(blocks: readonly PageBlock[], share: number): Core {
  const held = new Map<Place, { size: number; count: number }>();
  let all = 0;
  for (const block of blocks) {
    all += block.size;
    for (const each of above(block.place)) {
      const { size, count } = held.get(each) ?? { size: 0, count: 0 };
      held.set(each, { size: size + block.size, count: count + 1 });
    }
  }
  let best: Place | null = null;
  const large = new Set<Place>();
  for (const [place, { size, count }] of held) {
    if (size >= all * share && (best === null || isWithin(place, best))) best = place;
    if (count > 1 && size >= Math.max(LARGE_SIZE, all * LARGE_SHARE)) large.add(place);
  }
  return { place: best, large };
}

/** Whether a place is `top`, or stands in it. */
export function isWithin(place: Place, top: Place | null): boolean {
  return above(place).some((each) => each === top);
}
