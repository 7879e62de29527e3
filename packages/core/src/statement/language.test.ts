import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError } from "../errors.ts";
import { checkLanguageTag, textDirection } from "./language.ts";

test("well-formed tags in their canonical case", () => {
  const tags =
    "en fr sr-Cyrl sr-Latn zh-Hans zh-Hant-TW pt-BR es-419 ca-valencia de-1996 de-CH-1901 sl-rozaj-biske gsw und";
  for (const tag of tags.split(" ")) assert.doesNotThrow(() => checkLanguageTag(tag), tag);
});

test("anything else is refused", () => {
  const tags = [
    "",
    "e",
    "english",
    "EN",
    "En",
    "sr-cyrl",
    "sr-CYRL",
    "pt-br",
    "pt_BR",
    "en-",
    "-en",
    "en--US",
    "en-US ",
    " en",
  ];
  tags.push(
    "en-USA",
    "en-12",
    "sl-rozaj-rozaj",
    "de-DE-u-co-phonebk",
    "x-private",
    "en-x-a",
    "i-klingon",
    "zh-cmn",
    "en\n",
  );
  tags.push(
    "ｅｎ",
    "en-Latn-Latn",
    "en-US-Latn",
    "a1",
    "ca-VALENCIA",
    "__proto__",
    `en-${"abcdefgh-abcdefg-abcdef-abcde-12345678".repeat(2)}`,
  );
  for (const tag of tags) {
    assert.throws(
      () => checkLanguageTag(tag),
      (error) =>
        error instanceof MalformedError && error.code === "malformed" && /is no language tag/.test(error.message),
      JSON.stringify(tag),
    );
  }
});

test("direction follows the script, named or usual", () => {
  for (const tag of [
    "ar",
    "he",
    "fa",
    "ur-PK",
    "yi",
    "dv",
    "ckb",
    "ug",
    "ku-Arab",
    "az-Arab",
    "pa-PK",
    "en-Hebr",
    "ff-Adlm",
    "syr",
  ]) {
    assert.equal(textDirection(tag), "rtl", tag);
  }
  for (const tag of [
    "en",
    "sr-Cyrl",
    "zh",
    "ar-Latn",
    "he-Latn",
    "ug-Cyrl",
    "sd-IN",
    "pa",
    "ku",
    "az",
    "mn-Mong",
    "not a tag",
  ]) {
    assert.equal(textDirection(tag), "ltr", tag);
  }
});
