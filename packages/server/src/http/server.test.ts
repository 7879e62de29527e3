import assert from "node:assert/strict";
import { Agent, get } from "node:http";
import { test } from "node:test";
import { RefusedError } from "@undersigned/core/errors.ts";
import { makeServer } from "./server.ts";
import { createSharedCache } from "./shared-cache.ts";

const host = "127.0.0.1";
const soon = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function ask(port: number, agent: Agent): Promise<{ text: string; connection: string | undefined }> {
  return new Promise((resolve, reject) => {
    get({ host, port, agent }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ text, connection: response.headers.connection }));
      response.on("error", reject);
    }).on("error", reject);
  });
}

test("requests that come before the application is ready wait for it", async () => {
  const server = makeServer(createSharedCache());
  const port = await server.listen({ host, port: 0 });
  const early = fetch(`http://${host}:${port}/`);
  await soon(50);
  server.answerWith(() => new Response("ready"));
  assert.equal(await (await early).text(), "ready");
  await server.close(1_000);
});

test("closing finishes what is under way, and does not wait for connections kept alive", async () => {
  const server = makeServer(createSharedCache());
  const port = await server.listen({ host, port: 0 });
  let slow = 0;
  server.answerWith(async () => {
    await soon(slow);
    return new Response("whole");
  });
  const idle = new Agent({ keepAlive: true });
  assert.equal((await ask(port, idle)).connection, "keep-alive");
  slow = 300;
  const busy = new Agent({ keepAlive: true });
  const underWay = ask(port, busy);
  await soon(50);
  const started = performance.now();
  const closed = server.close(5_000);
  await assert.rejects(fetch(`http://${host}:${port}/`));
  assert.equal((await underWay).text, "whole");
  await closed;
  assert.ok(performance.now() - started < 1_000);
  idle.destroy();
  busy.destroy();
});

test("what takes too long is cut", async () => {
  const server = makeServer(createSharedCache());
  const port = await server.listen({ host, port: 0 });
  server.answerWith(() => new Promise(() => {}));
  const agent = new Agent();
  const cut = ask(port, agent);
  const failed = assert.rejects(cut);
  await soon(50);
  const started = performance.now();
  await server.close(200);
  await failed;
  assert.ok(performance.now() - started < 1_000);
});

test("a port in use is refused with what to do", async () => {
  const first = makeServer(createSharedCache());
  const port = await first.listen({ host, port: 0 });
  const second = makeServer(createSharedCache());
  await assert.rejects(second.listen({ host, port }), (error) => {
    assert.ok(error instanceof RefusedError && error.code === "configuration");
    assert.match(error.message, /in use.*set PORT/);
    return true;
  });
  await assert.rejects(second.listen({ host: "192.0.2.1", port }), /cannot be listened on \(EADDRNOTAVAIL\)/);
  await first.close(100);
});
