import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { clientAddress, groupAddress } from "./client-address.ts";

const grouped: [text: string, group: string | null][] = [
  ["192.0.2.7", "192.0.2.7"],
  ["192.0.2.7:51234", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::ffff:c000:207", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::1", "2001:db8:1:2::/64"],
  ["[2001:db8::1]:443", "2001:db8:0:0::/64"],
  ["2001:db8::192.0.2.7", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["", null],
  ["unknown", null],
  ["192.0.2.256", null],
  ["2001:db8::1::2", null],
  ["_hidden", null],
];
for (const [text, group] of grouped) {
  test(`${JSON.stringify(text)} counts as ${group}`, () => assert.equal(groupAddress(text), group));
}

async function addressOf(trustProxy: number, forwarded: string | undefined, remote = "198.51.100.1"): Promise<string> {
  const app = new Hono();
  app.get("/", (c) => c.text(clientAddress(c, trustProxy)));
  const headers: Record<string, string> = forwarded === undefined ? {} : { "X-Forwarded-For": forwarded };
  const env = { incoming: { socket: { remoteAddress: remote } } };
  return (await app.request("/", { headers }, env)).text();
}

test("without a trusted proxy, what is claimed is not believed", async () => {
  assert.equal(await addressOf(0, "192.0.2.7"), "198.51.100.1");
});

test("behind one proxy, the last entry is what it saw", async () => {
  assert.equal(await addressOf(1, "203.0.113.9, 192.0.2.7"), "192.0.2.7");
  assert.equal(await addressOf(1, "2001:db8::7"), "2001:db8:0:0::/64");
});

test("behind two, the last but one", async () => {
  assert.equal(await addressOf(2, "6.6.6.6, 192.0.2.7, 10.0.0.1"), "192.0.2.7");
});

test("fewer entries than proxies, or nonsense: the socket's own address", async () => {
  assert.equal(await addressOf(2, "192.0.2.7"), "198.51.100.1");
  assert.equal(await addressOf(1, "unknown"), "198.51.100.1");
  assert.equal(await addressOf(1, undefined), "198.51.100.1");
});

test("no socket: one address for all", async () => {
  const app = new Hono();
  app.get("/", (c) => c.text(clientAddress(c, 0)));
  assert.equal(await (await app.request("/")).text(), "0.0.0.0");
});
