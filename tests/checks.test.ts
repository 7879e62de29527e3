import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { MalformedError, RefusedError } from "../packages/core/src/errors.ts";
import { createApp } from "../packages/server/src/app.ts";
import type { CheckInput, KeptCheck } from "../packages/server/src/depositary/checks.ts";
import type { Doer } from "../packages/server/src/depositary/doer.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { unlimited } from "../packages/server/src/http/rate-limiter.ts";
import { retentionJobs } from "../packages/server/src/jobs/retention.ts";
import type { Log } from "../packages/server/src/log.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import { searchEverywhere } from "./search-everywhere.ts";
import { openStatement, signAs } from "./statement-story.ts";

/* Copies found elsewhere: which statement they are of, what is other in them, and how the result is kept. */

const DAY = 86_400_000;
const BY: Doer = { kind: "administrator", id: "a1", name: "Mara Holm" };

const ENGLISH = `# Keep the river open

The river belongs to everybody who lives beside it, and to the birds that come back every spring.

We ask the council to do this before the summer:

- Open both banks to walkers from sunrise until sunset, in every season of the year.
- Mend the wooden bridge at the mill, which has been closed for eleven years now.

Nothing of this costs more than the town spends on fireworks in a single year.
`;
const FRENCH = `# Laissez la rivière ouverte

La rivière appartient à tous ceux qui vivent près d’elle, et aux oiseaux qui reviennent chaque printemps.

Nous demandons au conseil de faire ceci avant l’été :

- Ouvrir les deux rives aux promeneurs du lever au coucher du soleil, en toute saison.
- Réparer le pont de bois du moulin, qui est fermé depuis onze ans maintenant.

Rien de cela ne coûte plus que ce que la ville dépense en feux d’artifice en une seule année.
`;
const GERMAN = `# Lasst den Fluss offen

Der Fluss gehört allen, die an ihm leben, und den Vögeln, die in jedem Frühling wiederkommen.

Wir bitten den Rat, vor dem Sommer dies zu tun:

- Beide Ufer für Spaziergänger öffnen, von Sonnenaufgang bis Sonnenuntergang, zu jeder Jahreszeit.
- Die hölzerne Brücke an der Mühle reparieren, die nun seit elf Jahren geschlossen ist.

Nichts davon kostet mehr, als die Stadt in einem einzigen Jahr für Feuerwerk ausgibt.
`;
/** Of another town, which took over most of the words. */
const NEIGHBOUR = ENGLISH.replace("eleven years", "three winters").replace("the birds", "the otters");
const SECRET = `# What only those with the link may read

The words of this statement may be known to those whom its initiators sent the link, and to nobody else at all.

We ask the reader to keep it so until the day on which it is published.
`;

/** What a reader of the text sees of it. */
const plain = (markdown: string) => markdown.replaceAll(/^#+ |^- /gm, "");

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`copies that are checked, on ${engine}`, () => checksSuite(engine));
}

function checksSuite(engine: Engine): void {
  let place: Place;
  let opened: OpenPlace;
  let river: StatementView;
  let neighbour: StatementView;
  let secret: StatementView;
  let now = Date.parse("2026-03-01T12:00:00Z");
  const lines: unknown[] = [];

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open({ clock: () => now });
    const demands = [{ block: 3, addressees: ["Council"] }];
    const texts = [
      { lang: "en", markdown: ENGLISH, authentic: true },
      { lang: "fr", markdown: FRENCH, authentic: false },
    ];
    river = await openStatement(opened, { texts, demands });
    neighbour = await openStatement(opened, { texts: [{ lang: "en", markdown: NEIGHBOUR, authentic: true }], demands });
    const text = { lang: "en", markdown: SECRET, authentic: true };
    secret = await openStatement(opened, { texts: [text], demands: [], visibility: "link" });
    await opened.depositary.additions.translate(river.id, { lang: "de", markdown: GERMAN }, BY);
  });

  after(async () => {
    await opened.depositary.close();
    await place.remove();
    assert.deepEqual(opened.errors, []);
  });

  async function check(text: string, statement: string | null = null, linkKey?: string): Promise<KeptCheck> {
    const input: CheckInput = { source: { kind: "text", text }, statement };
    return (await opened.depositary.checks.make(input, { linkKey })).check;
  }

  const told = ({ report, checked }: KeptCheck) => [
    report.verdict,
    checked?.statement.slug,
    checked?.version,
    checked?.lang,
  ];

  test("a copy leads to its statement, version and language, by the words that it has", async () => {
    assert.deepEqual(told(await check(plain(ENGLISH))), ["identical", river.slug, 1, "en"]);
    assert.deepEqual(told(await check(`As we reported:\n\n${plain(FRENCH)}`)), ["faithful", river.slug, 1, "fr"]);
    assert.equal((await check(plain(FRENCH))).checked?.standing, "translation");
  });

  test("of two statements that share most words the one is found whose words they are", async () => {
    assert.deepEqual(told(await check(plain(NEIGHBOUR))), ["identical", neighbour.slug, 1, "en"]);
    assert.deepEqual(told(await check(plain(ENGLISH))), ["identical", river.slug, 1, "en"]);
  });

  test("a translation that nobody signed is found, and is inconclusive at best", async () => {
    const found = await check(plain(GERMAN));
    assert.deepEqual(told(found), ["inconclusive", river.slug, 1, "de"]);
    assert.equal(found.checked?.standing, "unsigned");
  });

  test("a word that was changed is found although the letters only look like others, and makes it altered", async () => {
    const found = await check(plain(ENGLISH).replace("open", "оpеn").replace("Open both", "Close both"));
    assert.deepEqual(told(found), ["altered", river.slug, 1, "en"]);
    const input: CheckInput = { source: { kind: "text", text: plain(ENGLISH) }, statement: neighbour.slug };
    const held = (await opened.depositary.checks.make(input, {})).check;
    assert.deepEqual(told(held), ["altered", neighbour.slug, 1, "en"]);
  });

  test("a copy of what an older version said is superseded, and one put together of two versions is mixed", async () => {
    const first = ENGLISH.replaceAll("river", "harbour").replace("the mill", "the shipyard");
    const second = first.replace("eleven years", "twelve years").replace("fireworks", "flags");
    const { nextVersions } = opened.depositary;
    const harbour = await openStatement(opened, {
      texts: [{ lang: "en", markdown: first, authentic: true }],
      demands: [],
    });
    const draft = await nextVersions.begin(harbour.id);
    const next = { ...draft, texts: draft.texts.map((text) => ({ ...text, markdown: second })) };
    await nextVersions.replace(harbour.id, next);
    const preview = await nextVersions.preview(harbour.id, next);
    await nextVersions.open(harbour.id, preview.version?.digest ?? "");
    assert.deepEqual(told(await check(plain(second))), ["identical", harbour.slug, 2, "en"]);
    const old = await check(plain(first));
    assert.deepEqual([...told(old), old.checked?.newestVersion], ["superseded", harbour.slug, 1, "en", 2]);
    const { report } = await check(plain(first.replace("fireworks", "flags")));
    assert.deepEqual([report.verdict, report.versions], ["mixed", [1, 2]]);
    assert.ok(report.changes.length > 0 && report.changes.every(({ version }) => version === 1 || version === 2));
  });

  test("a text of something else is unrelated, to everything here and to the statement at whose page it is checked", async () => {
    const recipe =
      "Take flour, water and salt, and leave the dough overnight in a cool place, under a cloth that is damp.";
    const found = await check(recipe);
    assert.deepEqual([found.report.verdict, found.checked, found.counts], ["unrelated", null, null]);
    assert.deepEqual(
      found.report.framing.map(({ text }) => text),
      [recipe],
    );
    assert.deepEqual(told(await check(recipe, river.slug)), ["unrelated", river.slug, 1, "en"]);
    for (const statement of [null, river.slug]) {
      const input: CheckInput = { source: { kind: "text", text: recipe }, statement };
      const { token } = await opened.depositary.checks.make(input, {});
      await assert.rejects(opened.depositary.checks.publish(token), isRefused("wrong_state"));
      assert.equal((await opened.depositary.checks.find(token))?.published, null);
    }
  });

  test("a link-only statement is found by nobody but at its own page, with its link, and no check of it is published", async () => {
    const found = await check(plain(SECRET));
    assert.deepEqual([found.report.verdict, found.checked], ["unrelated", null]);
    await assert.rejects(check(plain(SECRET), secret.slug), isRefused("not_found"));
    const input: CheckInput = { source: { kind: "text", text: plain(SECRET) }, statement: secret.slug };
    const access = { linkKey: secret.linkKey ?? undefined };
    const { token, check: held } = await opened.depositary.checks.make(input, access);
    assert.deepEqual(told(held), ["identical", secret.slug, 1, "en"]);
    await assert.rejects(opened.depositary.checks.publish(token), isRefused("wrong_state"));
  });

  test("a claim of how many signed stands beside what the log holds, names beside those of the record", async () => {
    await signAs(opened, river, "Amber Ash");
    const { counts, report } = await check(
      `${plain(ENGLISH)}\n\nThe letter was signed by 300 organisations.\n\nSigned by:\n\nAmber Ash\n\nBasil Birch`,
    );
    assert.equal(counts?.now.total, 1);
    assert.deepEqual([counts?.now.organisations, counts?.now.people, counts?.onDay], [0, 1, null]);
    assert.equal(report.verdict, "faithful");
    assert.equal(counts?.claimed?.count, 300);
    assert.deepEqual([report.signatories.present, report.signatories.unknown], [1, ["Basil Birch"]]);
  });

  test("of a day that the copy says, the log tells what it held then", async () => {
    const day = "2026-03-01";
    now = Date.parse("2026-03-04T12:00:00Z");
    await signAs(opened, river, "Clover Cedar");
    const { copy, counts } = await check(`${plain(ENGLISH)}\n\nPublished on 1 March 2026`);
    assert.deepEqual(copy.date, { day, from: "text" });
    assert.deepEqual([counts?.onDay?.day, counts?.onDay?.total, counts?.now.total], [day, 1, 2]);
  });

  test("of a page all that shows is read: what stands around the statement is framing, what is struck or hidden is not there", async () => {
    const html = (words: string) => `<!doctype html><html lang="en"><head><title>News</title>
      <meta property="article:published_time" content="2026-03-02T08:00:00+01:00"></head><body>
      <nav><a href="/">Front page</a> <a href="/sport">Sport</a></nav><main>${words}</main><footer>Imprint</footer></body></html>`;
    const words = plain(ENGLISH)
      .trim()
      .split("\n\n")
      .flatMap((block, i) =>
        i === 3
          ? `<ul>${block
              .split("\n")
              .map((item) => `<li>${item}</li>`)
              .join("")}</ul>`
          : `<p>${block}</p>`,
      )
      .join("");
    const of = async (text: string) =>
      (await opened.depositary.checks.make({ source: { kind: "html", text: html(text) }, statement: null }, {})).check;
    const whole = await of(words);
    assert.deepEqual(
      [...told(whole), whole.copy.date],
      ["faithful", river.slug, 1, "en", { day: "2026-03-02", from: "metadata" }],
    );
    assert.equal((await of(words.replace("eleven", "<s>eleven</s>"))).report.verdict, "altered");
    const hidden = await of(words.replace("Nothing of", '<span style="display:none">Nothing</span> of'));
    assert.equal(hidden.report.verdict, "altered");
    const pictured = await of(words.replace("</li>", ' <img src="x.png"></li>'));
    assert.deepEqual([pictured.report.verdict, pictured.report.unread[0]?.why], ["inconclusive", "picture"]);
  });

  test("a check is opened by its link alone, and deleted after thirty days", async () => {
    const { checks } = opened.depositary;
    const words = "quite unmistakable words";
    const input: CheckInput = { source: { kind: "text", text: `${plain(ENGLISH)}\n\n${words}` }, statement: null };
    const { token, check: made } = await checks.make(input, {});
    assert.deepEqual(await checks.find(token), made);
    assert.equal(await checks.find(`${token.slice(1)}A`), null);
    assert.deepEqual(await searchEverywhere(opened, [words, token]), []);
    assert.equal(made.expiresAt, now + 30 * DAY);
    now += 30 * DAY;
    assert.equal(await checks.find(token), null);
    await runRetention();
    const rows = await opened.store.db.selectFrom("kept_check").select("expires_at").execute();
    assert.deepEqual(rows, []);
  });

  async function runRetention(): Promise<void> {
    for (const job of retentionJobs({ store: opened.store, clock: () => now }).filter(
      ({ kind }) => kind === "purge-rest",
    ))
      await job.run(() => false);
  }

  test("a check that is published is found by its address until it is taken back by the same link", async () => {
    const { checks } = opened.depositary;
    const { token } = await checks.make({ source: { kind: "text", text: plain(ENGLISH) }, statement: null }, {});
    const { published } = await checks.publish(token);
    assert.ok(published);
    assert.deepEqual((await checks.publish(token)).published, published);
    now += 400 * DAY;
    await runRetention();
    const found = await checks.findPublished(published.id);
    assert.deepEqual(found, await checks.find(token));
    assert.equal(found?.expiresAt, null);
    const taken = await checks.unpublish(token);
    assert.deepEqual([taken.published, taken.expiresAt], [null, now + 30 * DAY]);
    assert.equal(await checks.findPublished(published.id), null);
    assert.notEqual((await checks.publish(token)).published?.id, published.id);
    await assert.rejects(checks.publish("nobody"), isRefused("not_found"));
  });

  test("the same request with a key is carried out once, and another with it is another check", async () => {
    const { checks } = opened.depositary;
    const of = (text: string): CheckInput => ({ source: { kind: "text", text }, statement: null });
    const key = "0b9a6a2e-8a39-4d3b";
    const [one, two] = await Promise.all([
      checks.make(of(plain(ENGLISH)), {}, key),
      checks.make(of(plain(ENGLISH)), {}, key),
    ]);
    assert.deepEqual(one, two);
    assert.notEqual((await checks.make(of(plain(FRENCH)), {}, key)).token, one.token);
    assert.notEqual((await checks.make(of(plain(ENGLISH)), {})).token, one.token);
  });

  test("what is too long, empty or half a character is refused in words", async () => {
    const refused = async (text: string) => {
      const error: unknown = await check(text).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof MalformedError, String(error));
      return error;
    };
    assert.equal((await refused("word ".repeat(2_200_000))).code, "too_large");
    assert.match((await refused("a word ".repeat(300_000))).message, /2,099,999 characters, and at most 2,000,000/);
    assert.equal((await refused("half a \ud83d")).code, "source_encoding");
    assert.equal((await refused("  \n ")).code, "source_empty");
  });

  test("over HTTP a copy is checked, found again, published and taken back, and no log line has its words or its link", async () => {
    const keep = (...line: unknown[]) => void lines.push(line);
    const log: Log = { info: keep, warn: keep, error: keep };
    const idempotency = { claim: () => fail(), record: () => fail(), release: () => fail() };
    const app = createApp(opened.depositary, { config: { trustProxy: 0 }, limiter: unlimited, idempotency, log });
    const call = async (method: string, path: string, body?: object) => {
      const init = body && {
        body: JSON.stringify(body),
        headers: { "Content-Type": "application/json", "Idempotency-Key": "a".repeat(16) },
      };
      const response = await app.request(`/api/v1/checks${path}`, { method, ...init });
      return { status: response.status, body: JSON.parse(await response.text()) };
    };
    const text = `${plain(ENGLISH)}\n\nmore words of an editor`;
    const { status, body } = await call("POST", "", { text });
    assert.equal(status, 201);
    assert.partialDeepStrictEqual(body, {
      verdict: "faithful",
      statement: river.url,
      version: 1,
      lang: "en",
      standing: "authentic",
      changes: [],
      framing: [{ where: "after", text: "more words of an editor" }],
      demands: { present: 1, dropped: [], altered: [] },
      published: null,
    });
    const token = new URL(body.link).pathname.replace("/checks/", "");
    assert.deepEqual((await call("POST", "", { text })).body, body);
    assert.deepEqual((await call("GET", `/${token}`)).body, body);
    const published = await call("POST", `/${token}/publication`);
    const id = new URL(published.body.published.url).pathname.replace("/c/", "");
    const shown = await call("GET", `/${id}`);
    assert.deepEqual([shown.status, shown.body.link, shown.body.verdict], [200, undefined, "faithful"]);
    assert.equal((await call("DELETE", `/${token}/publication`)).body.published, null);
    assert.equal((await call("GET", `/${id}`)).status, 404);
    for (const statement of [undefined, river.slug]) {
      const other = await call("POST", "", { text: "Take flour, water and salt, and wait.", statement });
      assert.deepEqual([other.status, other.body.verdict], [201, "unrelated"]);
      const refused = await call("POST", `${new URL(other.body.link).pathname.replace("/checks", "")}/publication`);
      assert.deepEqual([refused.status, refused.body.error?.code ?? refused.body.code], [409, "wrong_state"]);
    }
    const encoded = await call("POST", "", { base64: Buffer.from(text).toString("base64"), name: "letter.txt" });
    assert.deepEqual([encoded.status, encoded.body.copy.name], [201, "letter.txt"]);
    for (const wrong of [
      {},
      { text, html: text },
      { base64: "no base64!" },
      { text: 7 },
      { text, statement: "nobody" },
    ]) {
      const { status: refused } = await call("POST", "", wrong);
      assert.ok(refused === 422 || refused === 404, JSON.stringify(wrong));
    }
    const said = JSON.stringify(lines);
    for (const word of ["editor", token, "sunrise"]) assert.ok(!said.includes(word), word);
  });
}

function fail(): never {
  throw new Error("no body of an answer is kept beside the check");
}

const isRefused = (code: string) => (error: unknown) => error instanceof RefusedError && error.code === code;
