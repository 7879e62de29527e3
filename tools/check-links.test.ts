import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { checkLinks, findAnchors } from "./check-links.ts";

/** Problems in a repository that holds these files. */
function check(files: Record<string, string>): string[] {
  const root = mkdtempSync(path.join(tmpdir(), "undersigned-links-"));
  try {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), content);
    }
    return checkLinks(root).problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  } finally {
    rmSync(root, { recursive: true });
  }
}

test("links to pages, files, folders, headings and other sites are right", () => {
  const page =
    "[a](spec/text.md) [b](spec/text.md#the-grammar) [c](LICENSE) [d](spec/) [e](#top) <https://example.org/x>\n\n# Top\n";
  assert.deepEqual(check({ "README.md": page, "spec/text.md": "## The grammar\n", LICENSE: "" }), []);
});

test("links that lead nowhere are told with their line", () => {
  const page = "\n[a](gone.md)\n\n![b](../out.png)\n\n[c](#none)\n\n[d](/spec/x.md)\n\n[e]: spec/x.md#none\n";
  assert.deepEqual(check({ "docs/a.md": page, "docs/spec/x.md": "# X\n" }), [
    "docs/a.md:2: gone.md: there is no docs/gone.md",
    "docs/a.md:4: ../out.png: there is no out.png",
    "docs/a.md:6: #none: docs/a.md has no heading for #none",
    "docs/a.md:8: /spec/x.md begins with a slash: link by a path from this page",
    "docs/a.md:10: spec/x.md#none: docs/spec/x.md has no heading for #none",
  ]);
});

test("a link may not leave the repository, and code is no link", () => {
  assert.deepEqual(check({ "a.md": "[a](../b.md)\n\n`[x](gone.md)`\n\n    [y](gone.md)\n" }), [
    "a.md:1: ../b.md leaves the repository",
  ]);
});

test("anchors are made as they are where Markdown is shown", () => {
  assert.deepEqual(
    [...findAnchors("# What is it?\n## `code` & more\n## Twice\n## Twice\n## Über été\n")],
    ["what-is-it", "code--more", "twice", "twice-1", "über-été"],
  );
});
