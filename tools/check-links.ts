import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { fromMarkdown } from "mdast-util-from-markdown";

/** A link in a page of this repository that leads nowhere. */
export type BrokenLink = { readonly file: string; readonly line: number; readonly message: string };

/** Part of a syntax tree, as far as links and headings need it. */
type Node = {
  readonly type: string;
  readonly url?: string;
  readonly value?: string;
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly line: number } } | undefined;
};

/** Checks the links between the repository's own Markdown pages, and from them to its files. Other sites are not asked. */
export function checkLinks(root: string): { files: number; problems: BrokenLink[] } {
  const exclude = (name: string) => ["node_modules", "dist", "vectors", "fixtures", "data"].includes(name);
  const files = globSync("**/*.md", { cwd: root, exclude }).map((file) => file.split(path.sep).join("/"));
  const problems = files.sort().flatMap((file) => {
    const tree = fromMarkdown(readFileSync(path.join(root, file), "utf8"));
    return findLinks(tree).flatMap(({ url, line }) => {
      const message = checkLink(root, file, url);
      return message === undefined ? [] : [{ file, line, message }];
    });
  });
  return { files: files.length, problems };
}

/** What is wrong with a link to `url` in `file`; undefined when it is right, or leaves the repository. */
function checkLink(root: string, file: string, url: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return undefined;
  const [where = "", anchor] = decodeURI(url).split("#", 2);
  if (where.startsWith("/")) return `${url} begins with a slash: link by a path from this page`;
  const target = where === "" ? file : path.posix.join(path.posix.dirname(file), where);
  if (target.startsWith("..")) return `${url} leaves the repository`;
  if (!existsSync(path.join(root, target))) return `${url}: there is no ${target}`;
  if (anchor === undefined || anchor === "" || !target.endsWith(".md")) return undefined;
  const anchors = findAnchors(readFileSync(path.join(root, target), "utf8"));
  return anchors.has(anchor) ? undefined : `${url}: ${target} has no heading for #${anchor}`;
}

function findLinks(node: Node): { url: string; line: number }[] {
  const own = ["link", "image", "definition"].includes(node.type) && node.url !== undefined;
  const below = (node.children ?? []).flatMap(findLinks);
  return own ? [{ url: node.url, line: node.position?.start.line ?? 1 }, ...below] : below;
}

/** The anchors that a page's headings get where Markdown is shown (lower case, spaces to hyphens, repeated ones numbered). */
export function findAnchors(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const heading of findAll(fromMarkdown(markdown), "heading")) {
    const slug = textOf(heading)
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Mark}\p{Number}\p{Connector_Punctuation}\- ]/gu, "")
      .replaceAll(" ", "-");
    let anchor = slug;
    for (let again = 1; anchors.has(anchor); again++) anchor = `${slug}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

function findAll(node: Node, type: string): Node[] {
  const below = (node.children ?? []).flatMap((child) => findAll(child, type));
  return node.type === type ? [node, ...below] : below;
}

function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join("");
}
