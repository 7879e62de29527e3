import type { Attack } from "./attack.ts";
import type { Chance } from "./chance.ts";
import type { Sheet, SheetBlock } from "./sheet.ts";
import { plain, replaceBlock, sheetOf, withWords, wordsOf } from "./sheet.ts";
import type { Original } from "./texts.ts";

/** One of the blocks behind the title for which `fits` holds. */
function pickBlock(sheet: Sheet, chance: Chance, fits: (block: SheetBlock, at: number) => boolean): number | null {
  const fitting = sheet.flatMap((block, at) => (at > 0 && fits(block, at) ? [at] : []));
  return fitting.length === 0 ? null : chance.of(fitting);
}

const without = (sheet: Sheet, at: number): Sheet => renumber(sheet.toSpliced(at, 1));
const withBlock = (sheet: Sheet, at: number, block: SheetBlock): Sheet => renumber(sheet.toSpliced(at, 0, block));

/** Numbers of a list as an editor makes them anew after something went or came. */
function renumber(sheet: Sheet): Sheet {
  let number: number | null = null;
  return sheet.map((block) => {
    if (block.kind !== "item" || block.number === null) {
      number = null;
      return block;
    }
    number = number === null ? (block.number <= 1 ? block.number : 1) : number + 1;
    return { ...block, number };
  });
}

const isItem = ({ kind }: SheetBlock) => kind === "item";
const paragraph = (words: string): SheetBlock => ({ kind: "paragraph", level: 0, number: null, pieces: plain(words) });

/** A block of another text that this one does not have: declarations share their paragraphs with others in other shapes. */
function foreignBlock(sheet: Sheet, other: Original, chance: Chance): SheetBlock {
  const own = new Set(sheet.map(wordsOf));
  const foreign = sheetOf(other.text).filter((block) => !own.has(wordsOf(block)));
  return foreign.length > 0 ? chance.of(foreign) : paragraph("We take all of this back.");
}

const dropDemand: Attack = (sheet, chance) => {
  const at = pickBlock(sheet, chance, isItem);
  return at === null ? null : without(sheet, at);
};

const dropBlock: Attack = (sheet, chance) => {
  const at = pickBlock(sheet, chance, () => true);
  return at === null ? null : without(sheet, at);
};

const dropLast: Attack = (sheet) => (sheet.length > 4 ? sheet.slice(0, -1) : null);
const dropFirst: Attack = (sheet) => (sheet.length > 4 ? sheet.toSpliced(1, 1) : null);

const mergeDemands: Attack = (sheet, chance) => {
  const at = pickBlock(sheet, chance, (block, i) => isItem(block) && sheet[i + 1]?.kind === "item");
  if (at === null) return null;
  const [first, second] = [sheet[at] as SheetBlock, sheet[at + 1] as SheetBlock];
  return renumber([
    ...sheet.slice(0, at),
    withWords(first, `${wordsOf(first)} ${wordsOf(second)}`),
    ...sheet.slice(at + 2),
  ]);
};

const splitDemand: Attack = (sheet, chance) => {
  const at = pickBlock(sheet, chance, (block) => isItem(block) && /\p{L}\s\p{L}/u.test(wordsOf(block)));
  if (at === null) return null;
  const block = sheet[at] as SheetBlock;
  const words = wordsOf(block);
  const gap = chance.of([...words.matchAll(/(?<=\p{L})\s(?=\p{L})/gu)]).index;
  return renumber(
    replaceBlock(sheet, at, withWords(block, words.slice(0, gap)), withWords(block, words.slice(gap + 1))),
  );
};

const moveBlock: Attack = (sheet, chance) => {
  const from = pickBlock(sheet, chance, () => true);
  const to = pickBlock(sheet, chance, (_, at) => at !== from);
  if (from === null || to === null) return null;
  return renumber(sheet.toSpliced(from, 1).toSpliced(to, 0, sheet[from] as SheetBlock));
};

const moveDemand: Attack = (sheet, chance) => {
  const from = pickBlock(sheet, chance, isItem);
  const to = pickBlock(sheet, chance, (block, at) => isItem(block) && at !== from);
  if (from === null || to === null) return null;
  return renumber(sheet.toSpliced(from, 1).toSpliced(to, 0, sheet[from] as SheetBlock));
};

const repeatBlock: Attack = (sheet, chance) => {
  const at = pickBlock(sheet, chance, (_, i) => i < sheet.length - 1);
  return at === null ? null : withBlock(sheet, at, sheet[at] as SheetBlock);
};

const addParagraph: Attack = (sheet, chance, { other }) => {
  const at = pickBlock(sheet, chance, (_, i) => i < sheet.length);
  const foreign = foreignBlock(sheet, other, chance);
  return at === null ? null : withBlock(sheet, at, paragraph(wordsOf(foreign)));
};

const addDemand: Attack = (sheet, chance, { other }) => {
  const at = pickBlock(sheet, chance, isItem);
  if (at === null) return null;
  const foreign = foreignBlock(sheet, other, chance);
  return withBlock(sheet, at + (chance.oneIn(2) ? 1 : 0), withWords(sheet[at] as SheetBlock, wordsOf(foreign)));
};

const addSentence: Attack = (sheet, chance, { other }) => {
  const at = pickBlock(sheet, chance, ({ kind }) => kind !== "heading");
  if (at === null) return null;
  const foreign = foreignBlock(sheet, other, chance);
  const block = sheet[at] as SheetBlock;
  const [one, two] = chance.oneIn(2) ? [block, foreign] : [foreign, block];
  return replaceBlock(sheet, at, withWords(block, `${wordsOf(one)} ${wordsOf(two)}`));
};

/** A block of another text in the place of one. */
const spliceBlock: Attack = (sheet, chance, { other }) => {
  const at = pickBlock(sheet, chance, () => true);
  const foreign = foreignBlock(sheet, other, chance);
  return at === null ? null : replaceBlock(sheet, at, withWords(sheet[at] as SheetBlock, wordsOf(foreign)));
};

const cutInBlock: Attack = (sheet, chance) => {
  const at = pickBlock(sheet, chance, (block) => wordsOf(block).length > 40);
  if (at === null) return null;
  const block = sheet[at] as SheetBlock;
  const words = wordsOf(block);
  const cut = 10 + chance.below(words.length - 20);
  return replaceBlock(
    sheet,
    at,
    withWords(block, chance.oneIn(2) ? words.slice(0, cut).trim() : words.slice(cut).trim()),
  );
};

const REMARKS = [
  "They say:",
  "This is what they want:",
  "Really?",
  "Nobody believes this.",
  "And what about the cost?",
];
const rebuttal: Attack = (sheet, chance) =>
  sheet.flatMap((block, at) => (at > 0 ? [paragraph(chance.of(REMARKS)), block] : [block]));

const andOthers: Attack = (sheet, chance) => {
  const at = pickBlock(sheet, chance, (block, i) => isItem(block) && sheet[i - 1]?.kind === "item");
  if (at === null) return null;
  return replaceBlock(
    sheet,
    at,
    withWords(sheet[at] as SheetBlock, chance.of(["… and others", "amongst others", "and more"])),
  );
};

const translated: Attack = (_, __, { translation }) => (translation === null ? null : sheetOf(translation.text));

const translatedBlock: Attack = (sheet, chance, { translation }) => {
  const at = pickBlock(sheet, chance, () => true);
  const there = translation && sheetOf(translation.text)[at ?? 0];
  return at === null || !there ? null : replaceBlock(sheet, at, withWords(sheet[at] as SheetBlock, wordsOf(there)));
};

const otherNumber: Attack = (sheet, chance) => {
  const at = pickBlock(sheet, chance, ({ number }) => number !== null);
  if (at === null) return null;
  const block = sheet[at] as SheetBlock;
  return replaceBlock(sheet, at, { ...block, number: (block.number ?? 0) + 1 });
};

/** Other blocks, or others in number and order. */
export const ATTACKS_ON_BLOCKS: Readonly<Record<string, Attack>> = {
  "demand dropped": dropDemand,
  "block dropped": dropBlock,
  "last block dropped": dropLast,
  "first block dropped": dropFirst,
  "demands merged": mergeDemands,
  "demand split": splitDemand,
  "block moved": moveBlock,
  "demand moved": moveDemand,
  "block repeated": repeatBlock,
  "paragraph added": addParagraph,
  "demand added": addDemand,
  "sentence added to a block": addSentence,
  "block of another text": spliceBlock,
  "block cut short": cutInBlock,
  "quoted within a rebuttal": rebuttal,
  "list cut to “and others”": andOthers,
  "a translation passed off": translated,
  "block translated": translatedBlock,
  "another number of an item": otherNumber,
};
