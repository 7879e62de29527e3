import { MalformedError } from "@undersigned/core/errors.ts";
import { TITLE_LIMIT } from "@undersigned/core/statement/block.ts";
import type { Inline } from "@undersigned/core/statement/inline.ts";
import { formatInlines } from "@undersigned/core/statement/inline.ts";
import { countCodePoints, faultAt } from "@undersigned/core/statement/repertoire.ts";
import { parseText, tidyText } from "@undersigned/core/statement/text.ts";
import { inlinesOf } from "./inline-words.ts";
import type { Run } from "./words.ts";

/** The words of a line as a text can hold them, and what had to go for it. */
export type Line = { readonly words: string; readonly lost: readonly ("emphasis" | "links" | "characters")[] };

/** Writes runs as the words of a block, or of a title or heading. What cannot stand is replaced by □ and told. */
export function formatLine(runs: readonly Run[], kind: "title" | "heading" | "body"): Line {
  const linked = kind === "title" ? withoutLinks(runs) : runs;
  const attempts: (() => readonly [readonly Run[], Line["lost"]])[] = [
    () => [linked, []],
    () => [plain(linked, false), ["emphasis"]],
    () => [plain(linked, true), ["emphasis", "links"]],
    () => [
      plain(linked, true).map((run) => ({ ...run, text: replaceFaults(run.text) })),
      ["emphasis", "links", "characters"],
    ],
  ];
  const had = {
    emphasis: runs.some((run) => run.emphasis || run.strong),
    links: linked.some((run) => run.href !== null),
    characters: true,
  };
  for (const attempt of attempts) {
    const [tried, lost] = attempt();
    const words = tryWords(inlinesOf(tried), kind);
    if (words !== null) return { words, lost: lost.filter((what) => had[what]) };
  }
  return { words: "□", lost: ["characters"] };
}

function plain(runs: readonly Run[], links: boolean): Run[] {
  return runs.map((run) => ({ text: run.text, emphasis: false, strong: false, href: links ? null : run.href }));
}

function withoutLinks(runs: readonly Run[]): Run[] {
  return runs.map((run) => ({ ...run, href: null }));
}

const FRAME = { title: "# ", heading: "## ", body: "" } as const;

/** The words once characters are tidied, where a text takes them. */
function tryWords(inlines: readonly Inline[], kind: "title" | "heading" | "body"): string | null {
  const line = `${FRAME[kind]}${formatInlines(inlines, kind === "body" ? "body" : "heading")}`;
  const source = kind === "title" ? `${line}\n\nx\n` : `# x\n\n${line}\n`;
  try {
    const tidied = tidyText(source).text;
    if (parseText(tidied).blocks.length !== 1) return null;
    const written = tidied.split("\n")[kind === "title" ? 0 : 2] ?? "";
    return written.startsWith(FRAME[kind]) && written.length > FRAME[kind].length
      ? written.slice(FRAME[kind].length)
      : null;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return null;
  }
}

/** Every character that no text holds, shown as a character that everybody sees is wrong. */
function replaceFaults(text: string): string {
  const tidied = text.toWellFormed().normalize("NFC");
  let out = "";
  for (let at = 0; at < tidied.length; ) {
    const character = String.fromCodePoint(tidied.codePointAt(at) ?? 0x25a1);
    out += character !== " " && faultAt(tidied, at) !== null ? "□" : character;
    at += character.length;
  }
  return out;
}

/** Cuts a title that is too long at its last space within the limit; the rest is words of the body. */
export function cutTitle(runs: readonly Run[]): { title: Run[]; rest: Run[] } {
  const text = runs.map((run) => run.text).join("");
  if (countCodePoints(text) <= TITLE_LIMIT) return { title: [...runs], rest: [] };
  const head = [...text.slice(0, 2 * TITLE_LIMIT)].slice(0, TITLE_LIMIT).join("");
  const space = head.lastIndexOf(" ");
  const at = space > TITLE_LIMIT / 3 ? space : head.length;
  const run = (words: string): Run[] => [{ text: words.trim(), emphasis: false, strong: false, href: null }];
  return { title: run(text.slice(0, at)), rest: run(text.slice(at)) };
}
