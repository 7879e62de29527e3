import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { CertificateAuthority } from "../../../../tests/certificate-authority.ts";
import { makeCertificateAuthority } from "../../../../tests/certificate-authority.ts";
import type { DnsServer } from "../../../../tests/dns-server.ts";
import { openDnsServer } from "../../../../tests/dns-server.ts";
import type { HttpsHost } from "../../../../tests/https-host.ts";
import { flood, openHttpsHost } from "../../../../tests/https-host.ts";
import { fetchPage } from "./fetch-page.ts";
import type { Guard } from "./guarded-fetch.ts";
import { LookUpProblem } from "./problem.ts";
import { allowAddresses } from "./public-address.ts";

const NAMES = ["news.example", "elsewhere.example", "inside.example"];
const PAGE = "<p>Open the reading rooms.</p>";

let dns: DnsServer;
let authority: CertificateAuthority;
/** At 127.0.0.2, which these tests take for public. */
let host: HttpsHost;
/** At 127.0.0.1, which nothing may reach. */
let inside: HttpsHost;
let guard: Guard;

before(async () => {
  dns = await openDnsServer();
  authority = await makeCertificateAuthority();
  const certificate = await authority.issue(NAMES);
  host = await openHttpsHost(certificate, { address: "127.0.0.2" });
  inside = await openHttpsHost(certificate, { address: "127.0.0.1", port: host.port });
  dns.answer("news.example", "A", ["127.0.0.2"]);
  dns.answer("elsewhere.example", "A", ["127.0.0.2"]);
  dns.answer("inside.example", "A", ["127.0.0.1"]);
  guard = {
    resolvers: [dns.address],
    allows: allowAddresses({ also: ["127.0.0.2"] }),
    port: host.port,
    authorities: authority.certificate,
    userAgent: "Undersigned (https://letters.example)",
  };
});
after(async () => {
  await Promise.all([dns, host, inside].map((server) => server.close()));
  authority.remove();
});
beforeEach(() => void [host.asked(), inside.asked()]);

function answerWith(path: string, headers: Record<string, string>, body: Uint8Array | string): void {
  host.handle("news.example", path, (_, response) => void response.writeHead(200, headers).end(body));
}

function redirect(name: string, path: string, location: string): void {
  host.handle(name, path, (_, response) => void response.writeHead(302, { Location: location }).end());
}

async function textOf(address: string): Promise<string> {
  return new TextDecoder().decode((await fetchPage(guard, address)).bytes);
}

async function refusal(address: string): Promise<string> {
  const error: unknown = await fetchPage(guard, address).then(
    () => assert.fail("it was fetched"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof LookUpProblem, String(error));
  return `${error.code}: ${error.message}`;
}

test("a page, also when it is typed without https:// or with http://", async () => {
  host.page("news.example", "/letter", PAGE);
  for (const typed of ["https://news.example/letter", " news.example/letter ", "http://news.example/letter"]) {
    const page = await fetchPage(guard, typed);
    assert.equal(new TextDecoder().decode(page.bytes), PAGE);
    assert.deepEqual([page.url, page.truncated], ["https://news.example/letter", false]);
    assert.equal(page.type, "text/html; charset=utf-8");
  }
});

test("compressed pages are unpacked, and one that swells is cut off", async () => {
  answerWith("/gzip", { "Content-Type": "text/html", "Content-Encoding": "gzip" }, gzipSync(PAGE));
  answerWith("/br", { "Content-Type": "text/html", "Content-Encoding": "br" }, brotliCompressSync(PAGE));
  assert.deepEqual([await textOf("news.example/gzip"), await textOf("news.example/br")], [PAGE, PAGE]);
  const bomb = gzipSync(Buffer.alloc(200 * 1_048_576));
  answerWith("/bomb", { "Content-Type": "text/html", "Content-Encoding": "gzip" }, bomb);
  assert.match(await refusal("news.example/bomb"), /^too_large: .*longer than 10 MiB/);
  answerWith("/zstd", { "Content-Type": "text/html", "Content-Encoding": "zstd" }, "x");
  assert.match(await refusal("news.example/zstd"), /^encoding: /);
});

test("what breaks off is taken and said to be cut off, plain or compressed", async () => {
  host.handle("news.example", "/short", (_, response) => {
    response.writeHead(200, { "Content-Type": "text/html", "Content-Length": "1000" });
    response.write(PAGE, () => response.destroy());
  });
  const short = await fetchPage(guard, "news.example/short");
  assert.deepEqual([new TextDecoder().decode(short.bytes), short.truncated], [PAGE, true]);
  const words = Array.from({ length: 20_000 }, (_, at) => `word${at * 7919}`).join(" ");
  for (const [path, encoding, packed] of [
    ["/half-gzip", "gzip", gzipSync(words)],
    ["/half-br", "br", brotliCompressSync(words)],
  ] as const) {
    answerWith(
      path,
      { "Content-Type": "text/plain", "Content-Encoding": encoding },
      packed.subarray(0, packed.length / 2),
    );
    const half = await fetchPage(guard, `news.example${path}`);
    assert.equal(half.truncated, true);
    assert.ok(half.bytes.length > 0 && half.bytes.length < words.length);
  }
});

test("a redirect leads to another host, five times at most, and each host is checked", async () => {
  host.page("elsewhere.example", "/letter", PAGE);
  redirect("news.example", "/moved", "http://elsewhere.example/letter");
  assert.equal((await fetchPage(guard, "news.example/moved")).url, "https://elsewhere.example/letter");
  redirect("news.example", "/in", "https://inside.example/secret");
  inside.page("inside.example", "/secret", PAGE);
  assert.match(await refusal("news.example/in"), /^private_address: /);
  assert.deepEqual(inside.asked(), []);
  redirect("news.example", "/loop", "https://news.example/loop");
  assert.match(await refusal("news.example/loop"), /^redirect: .*more than 5 times/);
  redirect("news.example", "/file", "file:///etc/passwd");
  assert.match(await refusal("news.example/file"), /^redirect: /);
});

test("addresses that are none, or lead inside, are not asked for", async () => {
  for (const typed of ["https://127.0.0.1/", "https://[::1]/", "http://169.254.169.254/latest", "ftp://news.example/a"])
    assert.match(await refusal(typed), /^redirect: .*is not looked at/, typed);
  for (const typed of ["", "two words", `https://news.example/${"a".repeat(3_000)}`])
    assert.match(await refusal(typed), /^address: .*is not the address of a page/, typed);
  assert.match(await refusal("https://news.example:22/"), /without port/);
  assert.match(await refusal("https://user:pass@news.example/"), /without port or password/);
  assert.deepEqual([host.asked(), inside.asked()], [[], []]);
});

test("types that are not read, and bodies without end, are refused with what to do", async () => {
  answerWith("/picture", { "Content-Type": "image/png" }, "x");
  assert.match(await refusal("news.example/picture"), /^content_type: .*“image\/png”/);
  host.handle("news.example", "/endless", (_, response) => {
    response.writeHead(200, { "Content-Type": "text/html" });
    flood(response);
  });
  assert.match(await refusal("news.example/endless"), /^too_large: .*paste its words/);
});

test("linked style sheets come with the page, from hosts that may be asked; what cannot be had is not there", async () => {
  const links = [
    "/a.css",
    "b.css?v=2",
    "https://elsewhere.example/c.css",
    "https://inside.example/d.css",
    "/missing.css",
    "/type.css",
  ].map((href) => `<link rel="stylesheet" href="${href}">`);
  host.page(
    "news.example",
    "/in/styled",
    `<head>${links.join("")}<link rel="alternate stylesheet" href="/no.css"></head>${PAGE}`,
  );
  host.page("news.example", "/a.css", "p { color: red }", "text/css");
  host.page("news.example", "/in/b.css?v=2", "b { }", "text/css; charset=utf-8");
  host.page("elsewhere.example", "/c.css", "i { }", "text/css");
  host.page("news.example", "/type.css", "<p>", "text/html");
  inside.page("inside.example", "/d.css", "u { }", "text/css");
  const { styles } = await fetchPage(guard, "news.example/in/styled");
  assert.deepEqual(
    [...styles].toSorted(([one = ""], [two = ""]) => (one < two ? -1 : 1)),
    [
      ["https://elsewhere.example/c.css", "i { }"],
      ["https://news.example/a.css", "p { color: red }"],
      ["https://news.example/in/b.css?v=2", "b { }"],
    ],
  );
  assert.deepEqual(inside.asked(), []);
  assert.ok(!host.asked().includes("news.example/no.css"));
});

test("a page that links thousands of style sheets has few of them asked for", async () => {
  const links = Array.from({ length: 3_000 }, (_, at) => `<link rel=stylesheet href="/${at}.css">`).join("");
  host.page("news.example", "/many", links);
  await fetchPage(guard, "news.example/many");
  assert.ok(host.asked().length <= 25);
});
