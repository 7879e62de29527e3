import assert from "node:assert/strict";
import { test } from "node:test";
import { findProvider } from "./mail-providers.ts";
import { isMailService } from "./mail-services.ts";

test("a domain where anybody can have a mailbox is known, also in its countries and below it", () => {
  const services = "gmail.com web.de yahoo.fr yahoo.co.jp hotmail.co.uk gmx.net gmx.at live.nl vip.qq.com proton.me";
  for (const domain of services.split(" ")) assert.ok(isMailService(domain), domain);
});

test("an organisation's own domain is not, however much it looks like one", () => {
  for (const domain of "reading.example yahoo.example notgmail.com gmail.com.example live.school.nz com".split(" ")) {
    assert.ok(!isMailService(domain), domain);
  }
});

test("every provider whose spellings are known is a mail service", () => {
  for (const domain of "outlook.de msn.com fastmail.fm posteo.net zoho.com runbox.com yandex.kz ya.ru".split(" ")) {
    assert.ok(findProvider(domain), domain);
    assert.ok(isMailService(domain), domain);
  }
});
