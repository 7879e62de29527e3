import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, test } from "node:test";
import { makeFinding } from "./finding.ts";
import { makeWebhook, parseSecret, SPOOL_FOLDER, signMessage } from "./webhook.ts";

type Post = { readonly headers: IncomingHttpHeaders; readonly body: string };

const secret = parseSecret(Buffer.from(`whsec_${Buffer.alloc(32, 5).toString("base64")}\n`));
const folder = mkdtempSync(join(tmpdir(), "undersigned-webhook-"));
const posts: Post[] = [];
let failing = 0;
let now = 1_800_000_000;
const failures: string[] = [];
const server = createServer((request, response) => {
  text(request).then((body) => {
    if (failing > 0) {
      failing -= 1;
      response.writeHead(500).end();
      return;
    }
    posts.push({ headers: request.headers, body });
    response.writeHead(204).end();
  }, assert.ifError);
});

before(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
after(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  posts.length = 0;
  failures.length = 0;
});

function make(signed = true) {
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
  const onFailure = (message: string) => void failures.push(message);
  return makeWebhook({ url, secret: signed ? secret : null, folder, now: () => now, onFailure });
}

const fork = makeFinding("fork", "letters.example", "Two histories.", 1_800_000_000);

test("a finding is posted in the form of Standard Webhooks, signed", async () => {
  const webhook = make();
  await webhook.keep(fork);
  assert.equal(await webhook.deliver(), 0);
  const [{ headers, body } = { headers: {}, body: "" }] = posts;
  assert.deepEqual(JSON.parse(body), { type: "finding.alarm", timestamp: "2027-01-15T08:00:00.000Z", data: fork });
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature } = headers;
  assert.equal(timestamp, String(now));
  assert.equal(signature, signMessage(secret, String(id), String(timestamp), body));
  assert.ok(!existsSync(join(folder, SPOOL_FOLDER)));
});

test("the signature is that of the published example of Standard Webhooks", () => {
  const known = parseSecret(Buffer.from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
  assert.equal(
    signMessage(known, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", '{"test": 2432232314}'),
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  );
});

test("a receiver that fails gets the same message later, also from a monitor that was started anew; nothing is lost", async () => {
  failing = 2;
  const webhook = make();
  await webhook.keep(fork);
  await webhook.keep({ ...fork, id: "another", time: 1_800_000_001 });
  assert.equal(await webhook.deliver(), 2);
  assert.match(failures[0] ?? "", /did not take a message: it answered with status 500\. It is tried again in 30 s\./);
  now += 30;
  assert.equal(await make().deliver(), 2);
  now += 60;
  assert.equal(await make().deliver(), 0);
  assert.deepEqual(
    posts.map(({ body }) => JSON.parse(body).data.id),
    [fork.id, "another"],
  );
});

test("the same finding kept twice is one message", async () => {
  const webhook = make(false);
  await webhook.keep(fork);
  await webhook.keep(fork);
  assert.equal(await webhook.deliver(), 0);
  assert.equal(posts.length, 1);
  assert.equal(posts[0]?.headers["webhook-signature"], undefined);
});

test("what is no secret of a webhook is refused", () => {
  for (const bad of ["", "whsec_", "whsec_c2hvcnQ=", Buffer.alloc(32).toString("base64")]) {
    assert.throws(() => parseSecret(Buffer.from(bad)), { code: "invalid_field" }, bad);
  }
});
