import { sha256 } from "@undersigned/core/bytes.ts";
import type { CopyBlock } from "@undersigned/core/compare/copy.ts";
import type { Extracted } from "../extracted.ts";
import type { Labelled, Role } from "../labelled.ts";

/** A letter of the corpus: what was extracted, and the role that each of its lines should get. */
export type Letter = {
  readonly extracted: Extracted;
  readonly article: readonly boolean[] | null;
  /** In order; `at` is an offset within the line. */
  readonly expected: readonly { readonly role: Role; readonly at: number; readonly text: string }[];
  /** What else it should hold, as its head says: `lang`, `title`, `names`, `demands`, `complete` … */
  readonly head: ReadonlyMap<string, string>;
};

const KINDS: { readonly [mark: string]: Pick<CopyBlock, "kind" | "level" | "region"> } = {
  h1: { kind: "heading", level: 1 },
  h2: { kind: "heading", level: 2 },
  h3: { kind: "heading", level: 3 },
  p: { kind: "paragraph" },
  li: { kind: "item" },
  ol: { kind: "item" },
  li2: { kind: "item" },
  q: { kind: "quotation" },
  cell: { kind: "cell" },
  nav: { kind: "paragraph", region: "navigation" },
  foot: { kind: "paragraph", region: "footer" },
  aside: { kind: "paragraph", region: "aside" },
};

/**
 * Reads a letter in the compact form of the corpus (fixtures/letters/README.md): a head of `key: value`, `---`, then one line for each
 * block, `KIND ROLE | words`; `+ ROLE | words` is a further line of the block above, `~` before a kind is outside the article.
 */
export function readLetter(source: string): Letter {
  const [head = "", rest = ""] = source.split(/^---$/m);
  const body = rest.replaceAll(/^x(\d+) (\S+) \| (.*)$/gm, (_, count: string, role: string, words: string) =>
    invent(Number(count), role, words),
  );
  const pairs = head.split("\n").flatMap((line) => {
    const [key, ...value] = line.split(": ");
    return key === undefined || value.length === 0 ? [] : [[key.trim(), value.join(": ").trim()] as const];
  });
  const blocks: CopyBlock[] = [];
  const article: boolean[] = [];
  const expected: { role: Role; at: number; text: string }[] = [];
  let text = "";
  let list = 0;
  let last = "";
  for (const line of body.split("\n")) {
    const [, outside, mark = "", role, words = ""] = /^(~?)(\S+) (\S+) \| (.*)$/.exec(line) ?? [];
    if (role === undefined) continue;
    const said = words.replaceAll("⏎", "\n");
    if (mark === "+") {
      const block = blocks.pop();
      if (block === undefined) throw new Error(`no block before ${line}`);
      expected.push({ role: role as Role, at: text.length + 1 + Math.floor(said.length / 2), text: said });
      text += `\n${said}`;
      blocks.push({ ...block, end: text.length });
      continue;
    }
    const kind = KINDS[mark];
    if (kind === undefined) throw new Error(`no kind is called ${mark}: ${line}`);
    if (text !== "") text += "\n\n";
    const start = text.length;
    text += said;
    expected.push({ role: role as Role, at: start + Math.floor(said.length / 2), text: said });
    if (kind.kind === "item" && !/^(?:li2?|ol)$/.test(last)) list++;
    if (kind.kind === "item" && mark !== "li2" && last !== mark && last !== "li2" && /^(?:li|ol)$/.test(last)) list++;
    const at =
      kind.kind === "item"
        ? { list: { id: mark === "li2" ? list + 1000 : list, depth: mark === "li2" ? 2 : 1, ordered: mark === "ol" } }
        : {};
    blocks.push({ ...kind, ...at, start, end: text.length });
    article.push(outside === "");
    last = mark;
  }
  const map = new Map(pairs);
  return { extracted: wrap(text, blocks, map), article: article.includes(false) ? article : null, expected, head: map };
}

/** All letters of a file of the corpus, by name. */
export function readLetters(source: string): ReadonlyMap<string, Letter> {
  const parts = source.split(/^=== /m).slice(1);
  return new Map(
    parts.map((part) => [part.slice(0, part.indexOf("\n")), readLetter(part.slice(part.indexOf("\n") + 1))]),
  );
}

const FIRST = [
  "Ada",
  "Ben",
  "Clara",
  "Dmitri",
  "Elif",
  "Farid",
  "Greta",
  "Hugo",
  "Ines",
  "João",
  "Kofi",
  "Léa",
  "Mei",
  "Nils",
  "Olga",
];
const FAMILY = [
  "Abbot",
  "Berg",
  "Costa",
  "Duval",
  "Egger",
  "Fofana",
  "Grimm",
  "Horvat",
  "Ito",
  "Jensen",
  "Kaya",
  "Lund",
  "Marsh",
];
const PLACE = ["Norrby", "Talheim", "Valmont", "Portovento", "Millgate", "Stonebridge", "Valdeluz"];

function invent(count: number, role: string, words: string): string {
  const line = (at: number) => {
    const name = `${FIRST[at % FIRST.length]} ${FAMILY[at % FAMILY.length]}${at >= 150 ? ` ${at}` : ""}`;
    return `p ${role} | ${words.replace("{name}", name).replace("{place}", PLACE[at % PLACE.length] ?? "")}`;
  };
  return Array.from({ length: count }, (_, at) => line(at)).join("\n");
}

function wrap(text: string, blocks: readonly CopyBlock[], head: ReadonlyMap<string, string>): Extracted {
  const bytes = new TextEncoder().encode(text);
  return {
    text,
    blocks,
    marks: [],
    unread: [],
    source: { kind: "html", sha256: Buffer.from(sha256(bytes)).toString("hex"), bytes: bytes.length },
    lang: head.get("declared") ?? null,
    metadata: { title: head.get("page") ?? null, author: null, site: null, published: null, canonical: null },
    warnings: [],
  };
}

/** Each line's expected role beside the one it got. */
export function compareRoles(
  { expected }: Letter,
  labelled: Labelled,
): { expected: Role; got: Role | null; rule: string; confidence: number; text: string }[] {
  return expected.map(({ role, at, text }) => {
    const block = labelled.blocks.find(({ start, end }) => start <= at && at < end);
    return {
      expected: role,
      got: block?.role ?? null,
      rule: block?.rule ?? "",
      confidence: block?.confidence ?? 0,
      text,
    };
  });
}
