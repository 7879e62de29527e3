import type { Manner } from "./manner.ts";
import type { Piece, Sheet, SheetBlock } from "./sheet.ts";

/** How each look is written, with the words of the piece for `$`. Rules go into the page's own style sheet. */
const LOOKS: Readonly<Record<string, { readonly html: string; readonly rule?: string; readonly head?: string }>> = {
  struck: { html: "<s>$</s>" },
  deleted: { html: "<del>$</del>" },
  "line through": { html: '<span style="text-decoration: line-through">$</span>' },
  "line through by class": { html: '<span class="gone">$</span>', rule: ".gone { text-decoration: line-through red }" },
  "not displayed": { html: '<span style="display:none">$</span>' },
  "not displayed by class": {
    html: '<span class="x7">$</span>',
    rule: "p .x7, li .x7, .x7 { display: none !important }",
  },
  "attribute hidden": { html: "<span hidden>$</span>" },
  "not visible": { html: '<span style="visibility: hidden">$</span>' },
  transparent: { html: '<span style="opacity:0">$</span>' },
  white: { html: '<span style="color: #fff">$</span>' },
  "white by class": { html: '<em class="pale">$</em>', rule: ".pale { color: white; font-style: normal }" },
  "nearly white": { html: '<span style="color: rgb(254, 254, 253)">$</span>' },
  "see-through fill": { html: '<span style="color: rgba(0,0,0,0)">$</span>' },
  "size zero": { html: '<span style="font-size: 0">$</span>' },
  "off the page": { html: '<span style="position:absolute; left:-9999px">$</span>' },
  "indented away": { html: '<span style="display:inline-block; text-indent:-9999px">$</span>' },
  clipped: {
    html: '<span class="sr">$</span>',
    rule: ".sr { position: absolute; clip: rect(0 0 0 0); width: 1px; height: 1px; overflow: hidden }",
  },
  "no height": { html: '<span style="display:inline-block;height:0;overflow:hidden">$</span>' },
  "scaled to nothing": { html: '<span style="display:inline-block;transform:scale(0)">$</span>' },
  "written by a style sheet": { html: '<span class="w"></span>', rule: '.w::before { content: "$" }' },
  "word added by a style sheet": { html: '<span class="n">$</span>', rule: '.n::before { content: "not " }' },
  picture: { html: '<img src="word.png" alt="$">' },
  "picture added": { html: '$ <img src="not.png" alt=""> ' },
  "other font": {
    html: '<span class="f">$</span>',
    rule: '@font-face { font-family: "M"; src: url(data:font/woff2;base64,d09GMgABAAAAAA==) } .f { font-family: "M" }',
  },
  "turned around": { html: '<bdo dir="rtl">$</bdo>' },
  "turned around by style": { html: '<span style="unicode-bidi: bidi-override; direction: rtl">$</span>' },
  raised: { html: "<sup>$</sup>" },
  "in a frame": { html: '<iframe srcdoc="$"></iframe>' },
  "in a drawing": { html: "<svg><text>$</text></svg>" },
  "in a hidden field": { html: '<input type="hidden" value="$">' },
  "hidden by another sheet": {
    html: '<span class="mystery">$</span>',
    head: '<link rel="stylesheet" href="/site.css">',
  },
  "commented out": { html: "<!-- $ -->" },
};

/** As a web page: with or without real lists, headings and a frame of navigation around it. */
export function renderHtml(sheet: Sheet, manner: Manner): Uint8Array {
  const { chance, framing, lang } = manner;
  const looks = [...new Set(sheet.flatMap(({ pieces }) => pieces.map(({ look }) => look)))].filter(
    (look) => look !== "plain",
  );
  const rules = sheet.flatMap(({ pieces }) =>
    pieces.flatMap(
      ({ look, words }) => LOOKS[look]?.rule?.replaceAll("$", () => words.replaceAll(/["\\]/g, "\\$&")) ?? [],
    ),
  );
  const head = looks.map((look) => LOOKS[look]?.head ?? "").join("");
  const paragraphs = (words: readonly string[]) => words.map((line) => `<p>${escapeHtml(line)}</p>`).join("\n");
  const nav = chance.oneIn(2) ? '<header><nav><a href="/">Home</a> <a href="/press">Press</a></nav></header>' : "";
  const title = escapeHtml(sheet[0]?.pieces[0]?.words ?? "");
  const page = `<!doctype html>
<html lang="${lang}">
<head><meta charset="utf-8"><title>${title}</title>${head}<style>p { margin: 1em 0 } ${rules.join(" ")}</style></head>
<body>${nav}
<main>${chance.oneIn(2) ? "<article>" : '<div class="content">'}
${paragraphs(framing.before)}
${blocksOf(sheet, manner)}
${paragraphs(framing.after)}
</main>
${chance.oneIn(2) ? "<footer><p>All rights reserved. <a href='/imprint'>Imprint</a></p></footer>" : ""}
</body></html>`;
  return new TextEncoder().encode(page);
}

function blocksOf(sheet: Sheet, { chance }: Manner): string {
  const realLists = !chance.oneIn(4);
  const inDivs = chance.oneIn(5);
  let out = "";
  let list: string | null = null;
  for (const block of sheet) {
    const tag = block.kind === "item" && realLists ? (block.number === null ? "ul" : "ol") : null;
    if (list !== tag) {
      if (list !== null) out += `</${list}>\n`;
      if (tag !== null) out += tag === "ol" && block.number !== 1 ? `<ol start="${block.number}">\n` : `<${tag}>\n`;
      list = tag;
    }
    out += `${blockOf(block, realLists, inDivs, chance.oneIn(3))}\n`;
  }
  return list === null ? out : `${out}</${list}>\n`;
}

function blockOf(block: SheetBlock, realLists: boolean, inDivs: boolean, indents: boolean): string {
  const words = block.pieces.map(pieceOf).join("");
  const wrapped = indents ? `\n      ${words}\n    ` : words;
  const plainTag = inDivs ? "div" : "p";
  switch (block.kind) {
    case "title":
      return `<h1>${wrapped}</h1>`;
    case "heading":
      return `<h${block.level}>${wrapped}</h${block.level}>`;
    case "quotation":
      return `<blockquote><p>${wrapped}</p></blockquote>`;
    case "paragraph":
      return `<${plainTag}>${wrapped}</${plainTag}>`;
    case "item":
      if (realLists)
        return block.number === null ? `<li>${wrapped}</li>` : `<li value="${block.number}">${wrapped}</li>`;
      return `<${plainTag}>${block.number === null ? "•" : `${block.number}.`} ${words}</${plainTag}>`;
  }
}

function pieceOf({ words, look }: Piece): string {
  const escaped = escapeHtml(words);
  if (look === "plain") return escaped;
  const html = LOOKS[look]?.html;
  if (html === undefined) throw new Error(`no page can look like "${look}"`);
  return html.replaceAll("$", () => escaped);
}

function escapeHtml(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
