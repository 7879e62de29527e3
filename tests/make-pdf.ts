import type { MadeBlock } from "./made-block.ts";

/** How a made PDF is laid out. Sizes in points. */
export type PdfLayout = {
  readonly width?: number;
  readonly height?: number;
  readonly margin?: number;
  readonly size?: number;
  /** Breaks words at line ends with a hyphen where they do not fit. */
  readonly hyphens?: boolean;
};

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u;

/** A character or what stands on it is one glyph, as fonts draw them. */
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * A PDF of these blocks, as a program for texts writes one: lines that end where they must, a bullet or number before each item,
 * pages that end in the middle of a paragraph. Every script, by a font without outlines.
 */
export function makePdf(blocks: readonly MadeBlock[], layout: PdfLayout = {}): Uint8Array {
  const page = new Pages(layout);
  let number = 0;
  for (const block of blocks) {
    number = block.kind === "item" && block.ordered === true ? number + 1 : 0;
    page.write(block, number);
  }
  return page.finish();
}

class Pages {
  readonly #width: number;
  readonly #height: number;
  readonly #margin: number;
  readonly #size: number;
  readonly #hyphens: boolean;
  readonly #glyphs = new Map<string, number>();
  readonly #pages: string[] = [];
  #content = "";
  #y: number;

  constructor({ width = 595, height = 842, margin = 72, size = 11, hyphens = false }: PdfLayout) {
    this.#width = width;
    this.#height = height;
    this.#margin = margin;
    this.#size = size;
    this.#hyphens = hyphens;
    this.#y = height - margin;
  }

  write({ kind, level = 1, ordered, words }: MadeBlock, number: number): void {
    const size = kind === "heading" ? this.#size * (level === 1 ? 1.8 : 1.3) : this.#size;
    const indent = kind === "item" ? 18 * level : kind === "quotation" ? 36 : 0;
    const marker = kind === "item" ? (ordered === true ? `${number}.` : "•") : "";
    const right = RIGHT_TO_LEFT.test(words);
    const room = this.#width - 2 * this.#margin - indent;
    for (const [at, line] of wrap(words, room / size, this.#hyphens).entries()) {
      if (this.#y - size < this.#margin) this.#turn();
      this.#y -= size * 1.2;
      const width = widthOf(line) * size;
      const left = right ? this.#width - this.#margin - indent - width : this.#margin + indent;
      this.#show(right ? visualOrder(line) : graphemes(line), left, size);
      if (at === 0 && marker !== "") this.#show(graphemes(marker), right ? left + width + 6 : left - 14, size);
    }
    this.#y -= this.#size * 0.7;
  }

  #show(letters: readonly string[], left: number, size: number): void {
    const codes = letters.map((letter) => {
      const code = this.#glyphs.get(letter) ?? this.#glyphs.size + 1;
      this.#glyphs.set(letter, code);
      return code.toString(16).padStart(4, "0");
    });
    this.#content += `BT /F1 ${size.toFixed(2)} Tf 1 0 0 1 ${left.toFixed(2)} ${this.#y.toFixed(2)} Tm <${codes.join("")}> Tj ET\n`;
  }

  #turn(): void {
    this.#pages.push(this.#content);
    this.#content = "";
    this.#y = this.#height - this.#margin;
  }

  finish(): Uint8Array {
    this.#turn();
    const kids = this.#pages.map((_, at) => `${7 + 2 * at} 0 R`).join(" ");
    const widths = [...this.#glyphs].map(([letter, code]) => `${code} [${letterWidth(letter) * 1000}]`).join(" ");
    return writePdf([
      "<< /Type /Catalog /Pages 2 0 R >>",
      `<< /Type /Pages /Kids [${kids}] /Count ${this.#pages.length} >>`,
      "<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
      `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /W [${widths}] /FontDescriptor 5 0 R >>`,
      "<< /Type /FontDescriptor /FontName /Made /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
      stream(toUnicode(this.#glyphs)),
      ...this.#pages.flatMap((content, at) => [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${this.#width} ${this.#height}] /Resources << /Font << /F1 3 0 R >> >> /Contents ${8 + 2 * at} 0 R >>`,
        stream(content),
      ]),
    ]);
  }
}

/** A PDF of these objects, the first being its catalogue. */
export function writePdf(objects: readonly string[]): Uint8Array {
  let text = "%PDF-1.7\n";
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text, "latin1"));
}

export function stream(content: string, dictionary = ""): string {
  return `<< /Length ${Buffer.byteLength(content, "latin1")} ${dictionary} >>\nstream\n${content}\nendstream`;
}

/** The table from a font's codes to characters (ISO 32000-1, 9.10.3). */
export function toUnicode(glyphs: ReadonlyMap<string, number>): string {
  const entries = [...glyphs].map(([letter, code]) => {
    const units = [...Array(letter.length).keys()].map((at) => letter.charCodeAt(at).toString(16).padStart(4, "0"));
    return `<${code.toString(16).padStart(4, "0")}> <${units.join("")}>`;
  });
  const sections: string[] = [];
  for (let at = 0; at < entries.length; at += 100) {
    const section = entries.slice(at, at + 100);
    sections.push(`${section.length} beginbfchar\n${section.join("\n")}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Made def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n${sections.join("\n")}\nendcmap\nend\nend`;
}

function graphemes(line: string): string[] {
  return [...segmenter.segment(line)].map(({ segment }) => segment);
}

function letterWidth(letter: string): number {
  return WIDE.test(letter) ? 1 : /^\p{M}/u.test(letter) ? 0.3 : letter === " " ? 0.3 : 0.5;
}

function widthOf(line: string): number {
  return graphemes(line).reduce((sum, letter) => sum + letterWidth(letter), 0);
}

/** Lines of at most that many sizes. */
function wrap(words: string, room: number, hyphens: boolean): string[] {
  const lines: string[] = [];
  for (const part of words.split("\n")) {
    let line = "";
    for (const piece of part.match(/\s*\S+/g) ?? []) {
      let rest = piece;
      if (widthOf(line + rest) <= room) {
        line += rest;
        continue;
      }
      if (hyphens && /^\s*\p{L}{8,}/u.test(rest) && widthOf(`${line}${rest.slice(0, 5)}-`) <= room) {
        line += `${rest.slice(0, 5)}-`;
        rest = rest.slice(5);
      }
      if (line.trim() !== "") lines.push(line);
      line = rest.trimStart();
      while (widthOf(line) > room) {
        const letters = graphemes(line);
        let fits = letters.length;
        while (fits > 1 && widthOf(letters.slice(0, fits).join("")) > room) fits--;
        lines.push(letters.slice(0, fits).join(""));
        line = letters.slice(fits).join("");
      }
    }
    lines.push(line);
  }
  return lines.filter((line) => line.trim() !== "");
}

const MIRRORED = new Map([..."()[]{}<>«»‹›"].map((sign, at, all) => [sign, all[at ^ 1] ?? sign]));

/** A line from right to left as it stands on paper, from left to right. */
function visualOrder(line: string): string[] {
  const runs =
    line.match(
      /[\p{Script=Latin}\p{Nd}](?:[\p{Script=Latin}\p{Nd}\p{M}.,:/ -]*[\p{Script=Latin}\p{Nd}])?|[^\p{Script=Latin}\p{Nd}]+/gu,
    ) ?? [];
  return runs.toReversed().flatMap((run) => {
    const letters = graphemes(run);
    return /^[\p{Script=Latin}\p{Nd}]/u.test(run)
      ? letters
      : letters.toReversed().map((letter) => MIRRORED.get(letter) ?? letter);
  });
}
