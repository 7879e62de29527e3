import { MalformedError } from "@undersigned/core/errors.ts";
import MarkdownIt from "markdown-it";
import { extractHtml } from "./extract-html.ts";
import type { ExtractedWords } from "./source-hints.ts";

/** Characters of Markdown: lists of a few bytes each cost more than pages do. */
export const MARKDOWN_LIMIT = 1_048_576;
/** Deeper than the tree may be, so that nothing is left out before that is refused. */
const NESTING = 1_000;

const BRACKET_LIMIT = 1_000;

/** Fields before the text, as makers of web sites write them. */
const FRONT_MATTER = /^---[ \t]*\n([\s\S]{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/;

/**
 * What Markdown shows once it is a page: CommonMark with tables and `~~struck~~` words; HTML in it is read like that of any page.
 * Offsets are into the words, without the signs that make them what they are.
 * @throws MalformedError `too_large`, `source_without_words`
 */
export function extractMarkdown(source: string): ExtractedWords {
  if (source.length > MARKDOWN_LIMIT) {
    throw new MalformedError(
      "too_large",
      `it has ${source.length} characters, and Markdown may have at most ${MARKDOWN_LIMIT}: bring the part that holds the text, or save it as plain text`,
    );
  }
  checkBrackets(source);
  const lines = source.replaceAll(/\r\n?/g, "\n");
  const fields = FRONT_MATTER.exec(lines);
  const body = fields === null ? lines : lines.slice(fields[0].length);
  const words = extractHtml(renderer().render(body), {});
  return fields === null ? words : { ...words, ...readFields(fields[1] ?? "", words) };
}

/** Each bracket that opens is looked for until it closes, so those that never do cost the square of their number. */
function checkBrackets(source: string): void {
  let open = 0;
  for (const bracket of source.match(/[[\]]/g) ?? []) {
    open = bracket === "[" ? open + 1 : Math.max(0, open - 1);
    if (open > BRACKET_LIMIT) {
      throw new MalformedError(
        "too_large",
        `more than ${BRACKET_LIMIT} brackets “[” open in it that do not close: close them, or save it as plain text`,
      );
    }
  }
}

function renderer(): ReturnType<typeof MarkdownIt> {
  const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false, breaks: false });
  markdown.set({ maxNesting: NESTING });
  // Where a link leads is nothing that is read; without this, some would stay as they are written.
  markdown.validateLink = () => true;
  return markdown;
}

function readFields(fields: string, words: ExtractedWords): Pick<ExtractedWords, "lang" | "metadata"> {
  const field = (name: string) => {
    const value = new RegExp(`^${name}:[ \\t]*(.+)$`, "im").exec(fields)?.[1]?.trim();
    return value?.replace(/^(["'])(.*)\1$/, "$2") || null;
  };
  const lang = field("lang") ?? field("language");
  return {
    lang: lang !== null && /^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i.test(lang) ? lang : words.lang,
    metadata: { ...words.metadata, title: field("title"), author: field("author"), published: field("date") },
  };
}
