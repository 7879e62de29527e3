import assert from "node:assert/strict";
import { test } from "node:test";
import type { CopyReport, Verdict } from "@undersigned/core/compare/copy-report.ts";
import { html } from "hono/html";
import { speak } from "../words/speak.ts";
import type { HeldAgainst } from "./verdict.ts";
import { differencesList, verdictDetails, verdictSentence } from "./verdict.ts";

const say = speak("en");
const SIGNED: HeldAgainst = { version: 1, newestVersion: 1, lang: "en", standing: "authentic" };

function makeReport(change: Partial<CopyReport> = {}): CopyReport {
  return {
    verdict: "altered",
    tolerated: [],
    changes: [],
    framing: [],
    demands: { present: 0, dropped: [], altered: [] },
    signatories: { present: 0, missing: 0, unknown: [] },
    unread: [],
    passages: [],
    foldings: "1",
    unicode: "17.0",
    ...change,
  };
}

async function told(report: CopyReport, against: HeldAgainst | null = SIGNED): Promise<string> {
  const page = String(
    await html`${verdictSentence(say, { report, against })} ${verdictDetails(say, { report, against })}`,
  );
  return page
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

test("an altered copy is told in one breath", async () => {
  const report = makeReport({
    changes: [
      { kind: "altered", block: 3, words: ["not"], start: 0, end: 9 },
      { kind: "dropped", block: 5, words: [], start: 9, end: 9 },
    ],
    passages: [
      {
        kind: "altered",
        block: 3,
        start: 0,
        end: 9,
        runs: [
          { kind: "same", text: "They shall " },
          { kind: "removed", text: "not " },
          { kind: "same", text: "close." },
        ],
      },
    ],
    demands: { present: 1, dropped: [5], altered: [] },
    framing: [{ text: "A headline", where: "before", start: 0, end: 3 }],
  });
  assert.equal(
    await told(report),
    "This copy differs from the signed text. One demand is missing (¶5); “not” is missing in ¶3. " +
      "What its publisher put around it is shown separately. We compare words; we do not judge intentions.",
  );
});

test("every verdict has a sentence of its own", () => {
  const verdicts = ["identical", "faithful", "excerpt", "altered", "mixed", "superseded", "unrelated", "inconclusive"];
  const sentences = verdicts.map((verdict) =>
    verdictSentence(say, { report: makeReport({ verdict: verdict as Verdict }), against: SIGNED }),
  );
  assert.equal(new Set(sentences).size, verdicts.length);
  for (const sentence of sentences) assert.match(sentence, /^[A-Z].*\.$/);
});

test("a mixed copy is told with the versions that it mixes, and each place with the version that it is of", async () => {
  const report = makeReport({
    verdict: "mixed",
    versions: [1, 3],
    changes: [
      { kind: "altered", block: 2, version: 1, words: ["open"], start: 0, end: 9 },
      { kind: "added", copy: "Warm rooms", version: 1, words: ["Warm", "rooms"], start: 9, end: 19 },
    ],
  });
  assert.match(
    await told(report),
    /^This copy mixes the words of versions 1 and 3\. ¶2 has the words of version 1; “Warm rooms” stands within it and is of version 1\./,
  );
});

test("what could not be read, and a translation that nobody signed, say why nothing can be told", async () => {
  const unread = [{ why: "picture", where: "after “We call”" } as const, { why: "picture", where: "page 3" } as const];
  const report = makeReport({ verdict: "inconclusive", unread });
  assert.match(await told(report), /^We cannot tell .* Part of it could not be read: a picture may hold words\. We/);
  const unsigned = { ...SIGNED, standing: "unsigned" } as const;
  assert.match(await told(makeReport({ verdict: "inconclusive" }), unsigned), /a translation that nobody signed/);
});

test("of many changes three are told, and all are listed", async () => {
  const changes = Array.from({ length: 9 }, (_, at) => ({
    kind: "moved" as const,
    block: at + 1,
    words: [],
    start: 0,
    end: 1,
  }));
  const report = makeReport({ changes });
  assert.match(await told(report), /¶1 stands in another place; ¶2 [^;]*; ¶3 [^;]*; there are 6 more changes\./);
  const list = String(await differencesList(say, { report, against: SIGNED }));
  assert.equal(list.match(/<li>/g)?.length, 9);
});

test("words of the copy are quoted as text, and no longer than a line or two", async () => {
  const words = `<script>alert(1)</script>${"x".repeat(500)}`;
  const report = makeReport({ changes: [{ kind: "added", copy: words, words: [], start: 0, end: 9 }] });
  const page = String(await verdictDetails(say, { report, against: SIGNED }));
  assert.match(page, /&lt;script&gt;alert/);
  assert.ok(!page.includes("<script"));
  assert.ok(page.length < 800, page);
});
