import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { RefusedError } from "@undersigned/core/errors.ts";
import { readConfig } from "./config.ts";

/** What has a default of its own and is not what a test is about; the system's resolvers are any. */
const LOOKUP = { authorities: null, addresses: { also: [] }, httpsPort: 443 };

test("nothing set: every setting has a default that works", () => {
  const { lookup, ...settings } = readConfig({});
  assert.deepEqual({ ...lookup, resolvers: [] }, { ...LOOKUP, resolvers: [] });
  assert.deepEqual(settings, {
    port: 8080,
    host: "127.0.0.1",
    baseUrl: null,
    dataDir: resolve("data"),
    databaseUrl: null,
    smtpUrl: null,
    mailFrom: null,
    rateLimit: true,
    trustProxy: 0,
    trailDays: 365,
    publishInterval: 250,
    witnessPolicy: null,
    openIdProviders: [],
  });
});

test("every setting is read", () => {
  assert.deepEqual(
    readConfig({
      PORT: "9000",
      HOST: "0.0.0.0",
      BASE_URL: "https://Sign.Example.org/",
      DATA_DIR: "/srv/undersigned",
      DATABASE_URL: "postgres://u:p@db/x",
      SMTP_URL: "smtps://u:p@mail.example.org",
      MAIL_FROM: "Joint statements <sign@example.org>",
      RATE_LIMIT: "off",
      TRUST_PROXY: "2",
      TRAIL_DAYS: "30",
      PUBLISH_INTERVAL: "1000",
      RESOLVERS: "9.9.9.9, 127.0.0.1:5353,[2620:fe::9]:53,2620:fe::fe",
      LOOKUP_ADDRESSES: "public, 10.3.0.0/16",
      LOOKUP_HTTPS_PORT: "8443",
    }),
    {
      port: 9000,
      host: "0.0.0.0",
      baseUrl: "https://sign.example.org",
      dataDir: "/srv/undersigned",
      databaseUrl: "postgres://u:p@db/x",
      smtpUrl: "smtps://u:p@mail.example.org",
      mailFrom: "Joint statements <sign@example.org>",
      rateLimit: false,
      trustProxy: 2,
      trailDays: 30,
      publishInterval: 1000,
      witnessPolicy: null,
      openIdProviders: [],
      lookup: {
        resolvers: ["9.9.9.9:53", "127.0.0.1:5353", "[2620:fe::9]:53", "[2620:fe::fe]:53"],
        authorities: null,
        addresses: { also: ["10.3.0.0/16"] },
        httpsPort: 8443,
      },
    },
  );
});

test("an empty value counts as absent, as container files pass it", () => {
  assert.equal(readConfig({ PORT: "", SMTP_URL: " ", SMTP_URL_FILE: "" }).smtpUrl, null);
});

test("NAME_FILE names a file that holds the value", () => {
  const file = join(mkdtempSync(join(tmpdir(), "config-")), "url");
  writeFileSync(file, "smtp://mail.example.org\n");
  assert.equal(readConfig({ SMTP_URL_FILE: file }).smtpUrl, "smtp://mail.example.org");
});

const refused: [string, Record<string, string>, RegExp][] = [
  ["a port too high", { PORT: "70000" }, /^PORT is "70000"\. Use a whole number from 0 to 65535\.$/],
  ["a port in words", { PORT: "80a" }, /^PORT is "80a"/],
  ["a base address without scheme", { BASE_URL: "sign.example.org" }, /^BASE_URL .*not a web address.*https:/],
  ["a base address with a path", { BASE_URL: "https://example.org/sign" }, /after the host/],
  ["a base address of another scheme", { BASE_URL: "ftp://example.org" }, /^BASE_URL/],
  [
    "a base address with a password",
    { BASE_URL: "https://u:secret@example.org" },
    /^BASE_URL holds a user name(?!.*secret)/,
  ],
  ["another database", { DATABASE_URL: "mysql://root:secret@db/x" }, /^DATABASE_URL .*PostgreSQL(?!.*secret)/],
  ["a mail server without scheme", { SMTP_URL: "mail.example.org:587" }, /^SMTP_URL .*smtp:/],
  ["two senders", { MAIL_FROM: "a@example.org, b@example.org" }, /^MAIL_FROM/],
  ["a sender with a line break", { MAIL_FROM: "a@example.org\r\nBcc: b@example.org" }, /^MAIL_FROM/],
  ["a switch that is neither", { RATE_LIMIT: "no" }, /^RATE_LIMIT is "no"/],
  ["eleven proxies", { TRUST_PROXY: "11" }, /^TRUST_PROXY/],
  ["an interval of nothing", { PUBLISH_INTERVAL: "0" }, /^PUBLISH_INTERVAL/],
  ["a resolver by name", { RESOLVERS: "dns.example" }, /^RESOLVERS is "dns\.example"\. Use addresses/],
  ["nine resolvers", { RESOLVERS: Array(9).fill("9.9.9.9").join() }, /^RESOLVERS names 9 resolvers/],
  ["an address rule that is none", { LOOKUP_ADDRESSES: "private" }, /^LOOKUP_ADDRESSES is "private"/],
  ["a range that is none", { LOOKUP_ADDRESSES: "public,10.0.0.0/64" }, /^LOOKUP_ADDRESSES/],
  ["an authority that is not there", { LOOKUP_CA_FILE: "/nonexistent/ca" }, /^LOOKUP_CA_FILE names .*ENOENT/],
  ["an authority that is none", { LOOKUP_CA_FILE: import.meta.filename }, /^LOOKUP_CA_FILE .*no certificate/],
  ["a value and a file", { PORT: "1", PORT_FILE: "/x" }, /^PORT is set twice/],
  ["a file that is not there", { PORT_FILE: "/nonexistent/port" }, /^PORT_FILE names \/nonexistent\/port.*ENOENT/],
];
for (const [name, env, message] of refused) {
  test(`refused: ${name}`, () => {
    assert.throws(
      () => readConfig(env),
      (error) => {
        assert.ok(error instanceof RefusedError);
        assert.equal(error.code, "configuration");
        assert.match(error.message, message);
        return true;
      },
    );
  });
}

test("a file that is empty is refused, not taken as absent", () => {
  const file = join(mkdtempSync(join(tmpdir(), "config-")), "url");
  writeFileSync(file, "\n");
  assert.throws(() => readConfig({ SMTP_URL_FILE: file }), /SMTP_URL_FILE names .* which is empty/);
});
