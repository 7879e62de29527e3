import assert from "node:assert/strict";
import { test } from "node:test";
import { isDomain } from "./domain.ts";
import { findHrefFault, HREF_LIMIT } from "./link.ts";

test("domains: lower-case A-labels, two or more", () => {
  const longest = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(61)}`;
  for (const domain of ["example.org", "a.b", "xn--bcher-kva.example", "1.example", "a-b.c-d.example", longest]) {
    assert.equal(isDomain(domain), true, domain);
  }
  const wrong = [
    "",
    "org",
    "localhost",
    "Example.org",
    "example.org.",
    ".example.org",
    "a..b",
    "-a.org",
    "a-.org",
    "bücher.example",
  ];
  wrong.push(
    "192.168.0.1",
    "a.1",
    "a_b.org",
    "a b.org",
    "example.org\n",
    `${longest}e`,
    `${"a".repeat(64)}.org`,
    "[::1]",
    "a.org:80",
  );
  for (const domain of wrong) assert.equal(isDomain(domain), false, JSON.stringify(domain));
});

test("links go to https pages and to mailboxes", () => {
  const right = [
    "https://example.org",
    "https://example.org/",
    "https://example.org:8443/a/b.html?c=d&e=%C3%A9#f",
    "https://a.b?c",
    "https://a.b#c",
  ];
  right.push("https://example.org/~a/*_!$'+,;=:@", "mailto:a@example.org", "mailto:a.b+c_d-e@xn--bcher-kva.example");
  right.push(`https://example.org/${"a".repeat(HREF_LIMIT - 20)}`);
  for (const href of right) assert.equal(findHrefFault(href), null, href);
});

test("every other destination is refused with a reason", () => {
  const cases: readonly (readonly [href: string, reason: RegExp])[] = [
    ["", /begins with https/],
    ["http://example.org", /links go to https/],
    ["HTTPS://example.org", /begins with https/],
    ["//example.org", /begins with https/],
    ["/page", /begins with https/],
    ["javascript:alert(1)", /begins with https/],
    ["data:text/html,x", /begins with https/],
    ["tel:+32", /begins with https/],
    ["https://", /full host name/],
    ["https:///a", /full host name/],
    ["https://localhost/a", /full host name/],
    ["https://127.0.0.1/", /full host name/],
    ["https://[::1]/", /full host name/],
    ["https://bücher.example", /full host name/],
    ["https://example.org./", /full host name/],
    ["https://user@example.org", /names a host and no user/],
    ["https://user:pass@example.org", /full host name/],
    ["https://example.org:0443", /full host name/],
    ["https://example.org:65536", /port/],
    ["https://example.org/é", /percent-encoded/],
    ["https://example.org/a(b", /percent-encoded/],
    ["https://example.org/a\\b", /percent-encoded/],
    ["https://example.org/%zz", /percent-encoded/],
    ["https://example.org/a#b#c", /percent-encoded/],
    ["https://example.org/a<b>", /percent-encoded/],
    ["https://example.org/?a&copy;", /write the ; as %3B/],
    ["mailto:example.org", /one plain address/],
    ["mailto:a@b@example.org", /one plain address/],
    ["mailto:a@example.org?subject=x", /one plain address/],
    ["mailto:a@Example.org", /one plain address/],
    ["mailto:.a@example.org", /one plain address/],
    [`mailto:${"a".repeat(65)}@example.org`, /one plain address/],
    [`https://example.org/${"a".repeat(HREF_LIMIT)}`, /at most 2000/],
  ];
  for (const [href, reason] of cases) assert.match(findHrefFault(href) ?? "", reason, href.slice(0, 60));
});
