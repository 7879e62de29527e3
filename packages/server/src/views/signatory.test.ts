import assert from "node:assert/strict";
import { test } from "node:test";
import { speak } from "../words/speak.ts";
import { nameIn, signatoryName } from "./signatory.ts";

const say = speak("en");

test("a person stands with role, organisation and place, each in its own direction", async () => {
  const shown = { kind: "person", name: "Милица", role: "teacher", organisation: "Школа", place: "Нови Брод" } as const;
  assert.equal(
    String(await signatoryName(say, shown)),
    '<bdi class="name">Милица</bdi><span class="beside">, <bdi>teacher</bdi>, <bdi>Школа</bdi>, <bdi>Нови Брод</bdi></span>',
  );
});

test("an organisation is represented by somebody", async () => {
  const shown = { kind: "organisation", name: "Library", role: "Ada Winter, director", place: "Riverbend" } as const;
  assert.equal(
    String(await signatoryName(say, shown)),
    '<bdi class="name">Library</bdi><span class="beside">, represented by <bdi>Ada Winter, director</bdi>, <bdi>Riverbend</bdi></span>',
  );
});

test("an organisation stands with the domain from which it confirmed", async () => {
  const shown = { kind: "organisation", name: "Library", place: "Riverbend", domain: "library.example" } as const;
  assert.equal(
    String(await signatoryName(say, shown)),
    '<bdi class="name">Library</bdi> <span class="beside">(<bdi>library.example</bdi>)</span><span class="beside">, <bdi>Riverbend</bdi></span>',
  );
});

test("a name is escaped", async () => {
  assert.equal(
    String(await signatoryName(say, { kind: "person", name: "<script>" })),
    '<bdi class="name">&lt;script&gt;</bdi>',
  );
});

test("an organisation goes by its name in the reader's language, with its own beside it, and by its country", async () => {
  const names = { ar: "مكتبة", "zh-Hant": "圖書館" };
  const shown = { kind: "organisation", name: "Library", names, country: "TN" } as const;
  assert.equal(
    String(await signatoryName(say, shown, { lang: "ar" })),
    '<bdi class="name">مكتبة</bdi> <span class="beside own">· <bdi>Library</bdi></span><span class="beside">, <bdi>Tunisia</bdi></span>',
  );
  assert.equal(nameIn(shown, "zh-Hans"), "圖書館");
  assert.equal(nameIn(shown, "en"), "Library");
});
