import assert from "node:assert/strict";
import { test } from "node:test";
import { languageSwitch, ownName } from "./language.ts";

test("a language is named in its own words", () => {
  assert.equal(ownName("en"), "English");
  assert.equal(ownName("fr"), "Français");
  assert.equal(ownName("ar"), "العربية");
  assert.equal(ownName("zh-Hans"), "简体中文");
  assert.equal(ownName("sr-Latn"), "Srpski (latinica)");
});

test("the switch names the present language and links the others; one language needs none", async () => {
  const options = { label: "Read in", current: "en", href: (tag: string) => `/${tag}` };
  assert.equal(String(await languageSwitch({ ...options, languages: ["en"] })), "");
  const page = String(await languageSwitch({ ...options, languages: ["en", "ar"] }));
  assert.ok(page.includes('<span aria-current="page" lang="en" dir="ltr">English</span>'));
  assert.ok(page.includes('<a href="/ar" hreflang="ar" lang="ar" dir="rtl">العربية</a>'));
});
