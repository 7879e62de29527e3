import assert from "node:assert/strict";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { WITNESS_REQUEST_LIMIT } from "@undersigned/core/log/witness-request.ts";
import { makeTestLog } from "../../../../tests/witness-log.ts";
import { makeWitness } from "../../../../tests/witness-place.ts";
import { openWitnessFile } from "./file.ts";
import { serveWitness } from "./server.ts";

const log = makeTestLog("letters.example", 1);

/** Sends raw bytes, and gives all that comes back until the connection is ended. */
async function send(address: string, ...parts: string[]): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  for (const part of parts) socket.write(part);
  return await text(socket);
}

test("a page says what it is, its key, its logs and their sizes", async (t) => {
  const witness = await makeWitness(t, [log]);
  await witness.post(await log.request(0, 1234));
  const response = await fetch(witness.address);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.match(response.headers.get("content-security-policy") ?? "", /^default-src 'none'/);
  const page = await response.text();
  for (const words of [
    "This is a witness",
    witness.file.key.name,
    "letters.example",
    "1,234",
    "2026-09-21 14:13:20 UTC",
  ]) {
    assert.ok(page.includes(words), words);
  }
  assert.equal((await fetch(`${witness.address}/healthz`)).status, 200);
});

test("a log's name is text on the page, whatever it holds", async (t) => {
  const witness = await makeWitness(t, [makeTestLog("<script>alert(1)</script>&\"'", 1)]);
  const page = await (await fetch(witness.address)).text();
  assert.ok(page.includes("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;"));
  assert.ok(!page.includes("<script"));
});

test("405 and 404: other methods and other paths", async (t) => {
  const witness = await makeWitness(t, [log]);
  for (const [method, path, status, allow] of [
    ["GET", "/add-checkpoint", 405, "POST"],
    ["PUT", "/add-checkpoint", 405, "POST"],
    ["POST", "/", 405, "GET, HEAD"],
    ["DELETE", "/healthz", 405, "GET, HEAD"],
    ["GET", "/secrets", 404, null],
    ["POST", "/add-checkpoint/", 404, null],
  ] as const) {
    const response = await fetch(`${witness.address}${path}`, { method });
    assert.deepEqual([response.status, response.headers.get("allow")], [status, allow], `${method} ${path}`);
  }
  const head = await fetch(witness.address, { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
  assert.equal((await fetch(`${witness.address}/?from=mail`)).status, 200);
});

test("413: a body that is too long, announced or not; it is not read to its end", async (t) => {
  const witness = await makeWitness(t, [log]);
  const long = "x".repeat(WITNESS_REQUEST_LIMIT + 1);
  const head = "POST /add-checkpoint HTTP/1.1\r\nHost: witness.partner.example\r\n";
  const announced = await send(witness.address, `${head}Content-Length: 1000000000\r\n\r\n`, "old 0\n");
  assert.match(announced, /^HTTP\/1\.1 413 .*connection: close/is);
  const chunked = await send(
    witness.address,
    `${head}Transfer-Encoding: chunked\r\n\r\n`,
    `${long.length.toString(16)}\r\n${long}\r\n`,
  );
  assert.match(chunked, /^HTTP\/1\.1 413 .*at most 65536 bytes/is);
  assert.equal((await witness.post(await log.request(0, 5))).status, 200, "others are served");
});

test("who sends a byte now and then is cut, and others are served meanwhile", async (t) => {
  const witness = await makeWitness(t, [log], { server: { patience: 300 } });
  const head = "POST /add-checkpoint HTTP/1.1\r\nHost: witness.partner.example\r\nContent-Length: 100\r\n\r\nold";
  const slow = send(witness.address, head);
  const slower = send(witness.address, "POST /add-che");
  assert.equal((await witness.post(await log.request(0, 5))).status, 200);
  for (const answer of await Promise.all([slow, slower])) assert.match(answer, /^HTTP\/1\.1 408 /);
});

test("who goes away in the middle of a request leaves no trace", async (t) => {
  const witness = await makeWitness(t, [log]);
  const { hostname, port } = new URL(witness.address);
  const socket = connect(Number(port), hostname);
  await new Promise((resolve) => {
    socket.write("POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nold", resolve);
  });
  socket.resetAndDestroy();
  assert.equal((await witness.post(await log.request(0, 5))).status, 200);
  assert.deepEqual(witness.failures, []);
});

test("a connection is kept for the next request", async (t) => {
  const witness = await makeWitness(t, [log]);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const ports = new Set<number | undefined>();
  for (const [old, size] of [
    [0, 5],
    [5, 9],
    [9, 12],
  ] as const) {
    const body = await log.request(old, size);
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${witness.address}/add-checkpoint`, { method: "POST", agent }, (response) => {
        ports.add(response.socket.localPort);
        response.resume().once("end", () => resolve(response.statusCode));
      });
      sent.once("error", reject).end(body);
    });
    assert.equal(status, 200);
  }
  assert.equal(ports.size, 1);
});

test("500: a failure of its own is told to the operator and to nobody else", async (t) => {
  const failing = { name: "x", keyId: new Uint8Array(4), sign: () => assert.fail("the secret of the house") };
  const witness = await makeWitness(t, [log], { witness: { cosigner: failing } });
  const answer = await witness.post(await log.request(0, 5));
  assert.deepEqual([answer.status, answer.body], [500, "the witness failed, and has not cosigned\n"]);
  assert.match(witness.failures.join(), /the secret of the house/);
});

test("503: while the file is locked nothing is cosigned; afterwards it is", async (t) => {
  const witness = await makeWitness(t, [log]);
  const other = openWitnessFile(witness.file.path, {});
  t.after(() => other.close());
  other.database.exec("begin immediate");
  const answer = await witness.post(await log.request(0, 5));
  assert.equal(answer.status, 503);
  assert.ok(!answer.body.includes("\u2014"));
  assert.match(witness.failures.join(), /locked/);
  other.database.exec("rollback");
  assert.equal((await witness.post(await log.request(0, 5))).status, 200);
});

test("a port that is in use is told with what to do", async (t) => {
  const witness = await makeWitness(t, [log]);
  const port = Number(new URL(witness.address).port);
  const nothing = () => assert.fail("nothing is asked");
  await assert.rejects(
    serveWitness(
      { addCheckpoint: nothing, page: nothing, health: nothing },
      { host: "127.0.0.1", port, onFailure: nothing },
    ),
    { code: "configuration", message: /is in use\. Give another with --port/ },
  );
});
