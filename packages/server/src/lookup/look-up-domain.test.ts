import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import type { RequestListener, ServerResponse } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { formatVerifierKey, makeVerifierKey } from "@undersigned/core/log/note.ts";
import type { CertificateAuthority } from "../../../../tests/certificate-authority.ts";
import { makeCertificateAuthority } from "../../../../tests/certificate-authority.ts";
import type { DnsServer } from "../../../../tests/dns-server.ts";
import { openDnsServer } from "../../../../tests/dns-server.ts";
import type { HttpsHost } from "../../../../tests/https-host.ts";
import { drip, flood, openHttpsHost } from "../../../../tests/https-host.ts";
import type { Guard } from "./guarded-fetch.ts";
import type { Asked, Way } from "./look-up-domain.ts";
import { lookUpDomain } from "./look-up-domain.ts";
import { allowAddresses } from "./public-address.ts";

const VERSION = "a1".repeat(32);
const OTHER = "b2".repeat(32);
const KEY = freshKey("reading.example");
const NAME = "_undersigned.reading.example";
const RECORD = `undersigned=v1 version=${VERSION}`;
const PAGE = "https://letters.example/s/rooms/versions/1";

let dns: DnsServer;
let other: DnsServer;
let authority: CertificateAuthority;
/** At 127.0.0.2, which these tests take for public. */
let host: HttpsHost;
/** At 127.0.0.1, which nothing may reach. */
let inside: HttpsHost;
let guard: Guard;

before(async () => {
  dns = await openDnsServer();
  other = await openDnsServer();
  authority = await makeCertificateAuthority();
  const certificate = await authority.issue(["reading.example", "www.reading.example", "elsewhere.example"]);
  host = await openHttpsHost(certificate, { address: "127.0.0.2" });
  inside = await openHttpsHost(certificate, { address: "127.0.0.1", port: host.port });
  guard = {
    resolvers: [dns.address, other.address],
    allows: allowAddresses({ also: ["127.0.0.2"] }),
    port: host.port,
    authorities: authority.certificate,
    userAgent: "Undersigned (https://letters.example)",
  };
});
after(async () => {
  await Promise.all([dns, other, host, inside].map((server) => server.close()));
  authority.remove();
});
beforeEach(() => {
  for (const server of [dns, other]) {
    server.answer(NAME, "TXT", "nxdomain");
    server.answer("reading.example", "A", ["127.0.0.2"]);
    server.answer("www.reading.example", "A", ["127.0.0.2"]);
    server.answer("elsewhere.example", "A", ["127.0.0.2"]);
    server.asked();
  }
  for (const server of [host, inside]) server.asked();
});

/** The verifier key of a new key pair. */
function freshKey(name: string): string {
  const { publicKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  return formatVerifierKey(makeVerifierKey(name, new Uint8Array(Buffer.from(x, "base64url"))));
}

function look(way: Way["how"] | Way, change: Partial<Asked> = {}, withGuard: Partial<Guard> = {}) {
  const asked = { domain: "reading.example", version: VERSION, addresses: [PAGE], ...change };
  const given: Way =
    typeof way !== "string"
      ? way
      : way === "web-page"
        ? { how: way, url: "https://reading.example/news" }
        : { how: way };
  return lookUpDomain({ ...guard, ...withGuard }, asked, given);
}

/** What names the version. */
async function seenOf(...given: Parameters<typeof look>) {
  const looked = await look(...given);
  assert.equal(looked.problem, null);
  return looked.version;
}

async function refusal(...given: Parameters<typeof look>): Promise<{ code: string; message: string }> {
  const looked = await look(...given);
  assert.ok(looked.problem !== null, "it was seen");
  return { code: looked.problem.code, message: looked.problem.message };
}

function bothSay(...records: string[]): void {
  for (const server of [dns, other]) server.answer(NAME, "TXT", records);
}

test("a record that every resolver sees is what was seen, by each", async () => {
  bothSay("v=spf1 -all", RECORD);
  const seen = await seenOf("dns");
  assert.deepEqual(seen, {
    kind: "dns",
    domain: "reading.example",
    name: NAME,
    names: "version",
    record: RECORD,
    resolvers: [dns, other].map(({ address }) => ({ resolver: address, records: [RECORD, "v=spf1 -all"] })),
  });
  assert.deepEqual(dns.asked(), [`${NAME} TXT`]);
  assert.deepEqual(other.asked(), [`${NAME} TXT`]);
});

test("a record may name the key instead, or beside other versions", async () => {
  bothSay(`undersigned=v1 key=${KEY}`, `undersigned=v1 version=${OTHER}`);
  const looked = await look("dns");
  assert.ok(looked.problem === null && looked.version === null);
  assert.equal(looked.key?.vkey, KEY);
  assert.ok(looked.key.seen.kind === "dns" && looked.key.seen.names === "key");
  assert.equal(looked.key.seen.record, `undersigned=v1 key=${KEY}`);
  bothSay(`undersigned=v1 key=${KEY}`, `undersigned=v1 version=${OTHER}`, RECORD);
  const both = await look("dns");
  assert.ok(both.problem === null && both.version?.kind === "dns" && both.key !== null);
  assert.equal(both.version.record, RECORD);
});

test("no record yet is said, with the slip that is most common", async () => {
  const { code, message } = await refusal("dns");
  assert.equal(code, "txt_none");
  assert.match(message, /only “_undersigned” is to be typed as the name/);
});

test("two keys, or one version twice, are refused and quoted", async () => {
  const second = freshKey("reading.example");
  bothSay(RECORD, RECORD);
  const twice = await refusal("dns");
  assert.equal(twice.code, "txt_two");
  assert.match(twice.message, /remove all but one/);
  bothSay(`undersigned=v1 key=${KEY}`, `undersigned=v1 key=${second}`, RECORD);
  const { code, message } = await refusal("dns");
  assert.equal(code, "txt_two");
  assert.ok(message.includes(`“undersigned=v1 key=${KEY}”`) && message.includes(second), message);
});

test("a record of ours that cannot be read is quoted, also beside a good one", async () => {
  for (const [record, what] of [
    [`"${RECORD}"`, /quotation marks/],
    [`undersigned=v1 version=${VERSION.toUpperCase()}`, /64 characters/],
    ["undersigned=v1 version=a1b2", /64 characters/],
    [`undersigned=v1  version=${VERSION}`, /one space/],
    [`undersigned=v2 version=${VERSION}`, /undersigned=v1/],
    [`${RECORD} note=x`, /nothing after it/],
    [`undersigned=v1 key=${freshKey("elsewhere.example")}`, /named “elsewhere\.example”/],
    [`undersigned=v1 key=${KEY.slice(0, -4)}`, /key in it cannot be read/],
  ] as const) {
    bothSay(record, RECORD);
    const { code, message } = await refusal("dns");
    assert.equal(code, "txt_malformed", record);
    assert.match(message, what);
    assert.ok(message.includes(record.slice(0, 60)), message);
  }
});

test("a record for another text says so", async () => {
  bothSay(`undersigned=v1 version=${OTHER}`);
  const { code, message } = await refusal("dns");
  assert.equal(code, "txt_other_version");
  assert.match(message, /another text/);
});

test("resolvers that disagree are told apart, and nothing is taken", async () => {
  dns.answer(NAME, "TXT", [RECORD]);
  const { code, message } = await refusal("dns");
  assert.equal(code, "disagree");
  assert.ok(
    message.includes(`${dns.address} has “${RECORD}”`) && message.includes(`${other.address} knows no such name`),
    message,
  );
  other.answer(NAME, "TXT", [`undersigned=v1 version=${OTHER}`]);
  assert.equal((await refusal("dns")).code, "disagree");
});

test("a resolver that fails or is silent is neither yes nor no", async () => {
  dns.answer(NAME, "TXT", [RECORD]);
  other.answer(NAME, "TXT", "servfail");
  const failed = await refusal("dns");
  assert.equal(failed.code, "unanswered");
  assert.ok(failed.message.includes(`${other.address} could not find out (SERVFAIL)`), failed.message);
  other.answer(NAME, "TXT", "silence");
  const silent = await refusal("dns");
  assert.equal(silent.code, "unanswered");
  assert.match(silent.message, /did not answer in time/);
});

test("a resolver that fails once is asked once more", async () => {
  bothSay(RECORD);
  other.answer(NAME, "TXT", (nth) => (nth === 1 ? "servfail" : [RECORD]));
  assert.equal((await seenOf("dns"))?.kind, "dns");
});

test("an answer longer than a packet comes whole, and one beyond measure is refused", async () => {
  bothSay(RECORD, "x".repeat(2_000));
  assert.equal((await seenOf("dns"))?.kind, "dns");
  bothSay(RECORD, "x".repeat(5_000));
  assert.equal((await refusal("dns")).code, "too_much");
  bothSay(...Array.from({ length: 33 }, (_, index) => `record ${index}`));
  assert.equal((await refusal("dns")).code, "too_much");
});

test("the well-known file names the version", async () => {
  host.page(
    "reading.example",
    "/.well-known/undersigned.json",
    `{"versions":["${OTHER}","${VERSION}"]}`,
    "application/json",
  );
  const seen = await seenOf("well-known");
  assert.equal(seen?.kind === "well-known" && seen.url, "https://reading.example/.well-known/undersigned.json");
});

test("a page that links to the version is seen, whatever stands around the link", async () => {
  host.page(
    "reading.example",
    "/news",
    `<!doctype html><base href="https://letters.example/s/"><p>We signed <A class=x HREF='rooms/versions/1/'>the <b>letter</b></a>`,
  );
  const seen = await seenOf("web-page");
  assert.equal(seen?.kind === "web-page" && seen.link, "https://letters.example/s/rooms/versions/1/");
});

test("links of visitors, in comments, templates and scripts are none", async () => {
  host.page(
    "reading.example",
    "/news",
    `<a rel="noopener UGC" href="${PAGE}">x</a><a rel=nofollow href="${PAGE}">x</a><!-- <a href="${PAGE}"> -->
    <script>"<a href='${PAGE}'>"</script><template><a href="${PAGE}">x</a></template><textarea><a href="${PAGE}"></textarea>
    <p title='<a href="${PAGE}">'>${PAGE}</p><a href="https://letters.example.evil.example/s/rooms/versions/1">x</a>`,
  );
  const { code, message } = await refusal("web-page");
  assert.equal(code, "page_no_link");
  assert.match(message, /No link on .* and 1 were read/);
});

test("a page elsewhere, with another scheme, port or a password is not asked for", async () => {
  for (const url of [
    "https://elsewhere.example/news",
    "https://reading.example.evil.example/",
    "http://reading.example/news",
    "https://evilreading.example/news",
    "file:///etc/passwd",
    "https://127.0.0.1/",
  ]) {
    assert.equal((await refusal({ how: "web-page", url })).code, "page_elsewhere", url);
  }
  for (const url of [`https://reading.example:${host.port + 1}/news`, "https://a:b@reading.example/news"]) {
    assert.equal((await refusal({ how: "web-page", url })).code, "redirect", url);
  }
  assert.deepEqual(host.asked(), []);
  assert.deepEqual(dns.asked(), []);
});

test("a redirect is followed to the same host and its www, and never elsewhere", async () => {
  const to =
    (location: string): RequestListener =>
    (_, response) =>
      void response.writeHead(302, { Location: location }).end();
  host.handle("reading.example", "/news", to(`https://www.reading.example:${host.port}/letters`));
  host.page("www.reading.example", "/letters", `<a href="${PAGE}">letter</a>`);
  const seen = await seenOf("web-page");
  assert.equal(seen?.kind === "web-page" && seen.url, `https://www.reading.example:${host.port}/letters`);
  for (const location of [
    "https://127.0.0.1/",
    `https://127.0.0.1:${inside.port}/`,
    "https://10.0.0.1/",
    "http://reading.example/news",
    "https://elsewhere.example/news",
    "https://www.www.reading.example.elsewhere.example/",
    "//elsewhere.example/",
    "https://[::1]/",
    "file:///etc/passwd",
    "",
  ]) {
    host.handle("reading.example", "/news", to(location));
    host.asked();
    const { code } = await refusal("web-page");
    assert.ok(code === "redirect", `${location}: ${code}`);
    assert.equal(host.asked().length <= 4, true);
  }
  assert.deepEqual(inside.asked(), []);
  assert.equal(inside.connections(), 0);
});

test("a name that leads inside is not connected to, also as one of several addresses or mapped into IPv6", async () => {
  for (const [type, addresses] of [
    ["A", ["127.0.0.1"]],
    ["A", ["10.0.0.1"]],
    ["A", ["127.0.0.2", "192.168.1.1"]],
    ["A", ["169.254.169.254"]],
    ["AAAA", ["::1"]],
    ["AAAA", ["::ffff:7f00:1"]],
    ["AAAA", ["64:ff9b::a00:1"]],
    ["AAAA", ["fd00::1"]],
  ] as const) {
    for (const server of [dns, other]) server.answer("reading.example", type, addresses);
    const { code, message } = await refusal("web-page");
    assert.equal(code, "private_address", String(addresses));
    assert.match(message, /public/);
  }
  for (const server of [dns, other]) server.answer("reading.example", "AAAA", []);
  assert.equal(inside.connections(), 0);
});

test("DNS rebinding: the address that was checked is the one connected to, and the name is asked once", async () => {
  host.page("reading.example", "/news", `<a href="${PAGE}">letter</a>`);
  for (const server of [dns, other]) {
    server.answer("reading.example", "A", (nth) => [nth === 1 ? "127.0.0.2" : "127.0.0.1"]);
  }
  assert.equal((await seenOf("web-page"))?.kind, "web-page");
  assert.deepEqual(
    dns.asked().filter((question) => question === "reading.example A"),
    ["reading.example A"],
  );
  assert.deepEqual(other.asked(), []);
  assert.equal((await refusal("web-page")).code, "private_address");
  assert.equal(inside.connections(), 0);
});

test("a redirect to the same name under rebinding is checked anew", async () => {
  host.handle(
    "reading.example",
    "/news",
    (_, response) => void response.writeHead(302, { Location: `https://reading.example:${host.port}/secret` }).end(),
  );
  for (const server of [dns, other]) {
    server.answer("reading.example", "A", (nth) => [nth === 1 ? "127.0.0.2" : "127.0.0.1"]);
  }
  assert.equal((await refusal("web-page")).code, "private_address");
  assert.equal(inside.connections(), 0);
});

test("a body without end is cut off, and one that drips runs out of time", { timeout: 30_000 }, async () => {
  const begin = (response: ServerResponse) => response.writeHead(200, { "Content-Type": "text/html" });
  host.handle("reading.example", "/news", (_, response) => flood(begin(response)));
  assert.equal((await refusal("web-page")).code, "too_large");
  host.handle("reading.example", "/news", (_, response) => void begin(response).write("x".repeat(10)));
  host.handle("www.reading.example", "/news", (_, response) => drip(begin(response)));
  const started = performance.now();
  const [held, dripped] = await Promise.all([
    refusal("web-page"),
    refusal({ how: "web-page", url: "https://www.reading.example/news" }),
  ]);
  assert.equal(held.code, "too_slow");
  assert.equal(dripped.code, "too_slow");
  assert.ok(performance.now() - started < 13_000);
});

test("a body that is announced too long, compressed, or of another type is not read", async () => {
  const answer = (headers: Record<string, string>) => {
    host.handle("reading.example", "/news", (_, response) => void response.writeHead(200, headers).end("x"));
    return refusal("web-page");
  };
  assert.equal((await answer({ "Content-Type": "text/html", "Content-Length": "9999999" })).code, "too_large");
  assert.equal((await answer({ "Content-Type": "text/html", "Content-Encoding": "gzip" })).code, "encoding");
  assert.equal((await answer({ "Content-Type": "application/pdf" })).code, "content_type");
});

test("a certificate that does not hold is refused: of nobody known, for another name, or expired", async () => {
  assert.equal((await refusal("web-page", {}, { authorities: null })).code, "certificate");
  for (const server of [dns, other]) server.answer("sub.reading.example", "A", ["127.0.0.2"]);
  assert.equal((await refusal({ how: "web-page", url: "https://sub.reading.example/" })).code, "certificate");
  const old = await openHttpsHost(await authority.issue(["reading.example"], { expired: true }), {
    address: "127.0.0.2",
  });
  const { code, message } = await refusal("web-page", {}, { port: old.port });
  assert.equal(code, "certificate");
  assert.match(message, /CERT_HAS_EXPIRED/);
  await old.close();
});

test("what is not there, a name without address, and a server that is off are told apart", async () => {
  assert.equal((await refusal({ how: "web-page", url: "https://reading.example/nothing" })).code, "status_gone");
  host.handle("reading.example", "/news", (_, response) => void response.writeHead(503).end());
  assert.equal((await refusal("web-page")).code, "status");
  for (const server of [dns, other]) server.answer("gone.reading.example", "A", "nxdomain");
  assert.equal((await refusal({ how: "web-page", url: "https://gone.reading.example/" })).code, "no_address");
  for (const server of [dns, other]) server.answer("off.reading.example", "A", ["127.0.0.2"]);
  const free = await openHttpsHost(await authority.issue(["off.reading.example"]), { address: "127.0.0.2" });
  await free.close();
  assert.equal(
    (await refusal({ how: "web-page", url: "https://off.reading.example/" }, {}, { port: free.port })).code,
    "unreachable",
  );
});

test("the request says who asks, and asks for plain bytes", async () => {
  const seen: Record<string, unknown>[] = [];
  host.handle("reading.example", "/.well-known/undersigned.json", (request, response) => {
    seen.push(request.headers);
    response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
  });
  assert.equal((await refusal("well-known")).code, "file_other_version");
  assert.equal(seen[0]?.["user-agent"], "Undersigned (https://letters.example)");
  assert.equal(seen[0]?.["accept-encoding"], "identity");
});

test("a well-known file that cannot be read says what is wrong", async () => {
  for (const body of ["{", "[]", '{"versions":"x"}', `{"versions":["${VERSION.toUpperCase()}"]}`, '{"key":"x"}']) {
    host.page("reading.example", "/.well-known/undersigned.json", body, "application/json");
    assert.equal((await refusal("well-known")).code, "file_malformed", body);
  }
});
