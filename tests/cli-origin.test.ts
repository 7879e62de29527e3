import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { zipSync } from "fflate";
import type { IdentityLink } from "../packages/core/src/log/identity-chain.ts";
import { encodeIdentityLinks } from "../packages/core/src/log/identity-chain.ts";
import { formatVerifierKey } from "../packages/core/src/log/note.ts";
import { formatReceipt } from "../packages/core/src/verify/receipt.ts";
import { buildBundle, buildReceipt } from "./bundle-fixture.ts";
import { tellStory } from "./bundle-story.ts";
import type { Holder } from "./identity-fixture.ts";
import { tellIdentity } from "./identity-fixture.ts";
import { runCli } from "./run-cli.ts";
import { makeTestSigner } from "./test-signer.ts";

// What a host says of its key, and of those that held before it.

const folder = mkdtempSync(join(tmpdir(), "undersigned-origin-"));
const story = tellStory();
let answer = "";
const server = createServer((_request, response) => response.end(answer));
/** Where it listens, with its first key and the one that took over. */
let first: Holder;
let second: Holder;
let chain: IdentityLink[];

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  first = { host, seed: 7 };
  second = { host, seed: 31 };
  chain = await tellIdentity(first, [{ to: second }]);
});

after(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

function vkeyOf({ host, seed }: Holder): string {
  return formatVerifierKey(makeTestSigner(host, seed).key);
}

/** The host says that this key is its own, and came to be so. */
function say(holder: Holder, identity?: readonly IdentityLink[]): void {
  const links = identity === undefined ? {} : { identity: encodeIdentityLinks(identity) };
  answer = JSON.stringify({ origin: holder.host, vkey: vkeyOf(holder), ...links });
}

async function receiptBy(holder: Holder, headsBefore = 2): Promise<string> {
  const file = join(folder, `${Math.random()}.json`);
  writeFileSync(file, formatReceipt(await buildReceipt(story, 2, { ...holder, headsBefore })));
  return file;
}

async function bundleBy(holder: Holder, identity: readonly IdentityLink[] = []): Promise<string> {
  const file = join(folder, `${Math.random()}.zip`);
  writeFileSync(file, zipSync(Object.fromEntries(await buildBundle(story, { ...holder, identity }))));
  return file;
}

async function verify(file: string) {
  const { status, stdout } = await runCli(["verify", file, "--origin", `http://${first.host}`]);
  return { status, said: stdout.replaceAll(/\s+/g, " ") };
}

test("what the key before signed is valid, since the host tells which key that was", async () => {
  say(second, chain);
  for (const file of [await receiptBy(first), await bundleBy(first)]) {
    const { status, said } = await verify(file);
    assert.equal(status, 0, said);
    assert.match(said, /This was signed with 127\.0\.0\.1:\d+\+[0-9a-f]{8}, the key that held before\./);
  }
});

test("what the key before signed after it was replaced is not", async () => {
  say(second, chain);
  const { status, said } = await verify(await receiptBy(first, 9));
  assert.equal(status, 1);
  assert.match(
    said,
    /handed over on .* when the log of heads had 11 entries; this one has 12, so somebody used the old key/,
  );
});

test("without a chain at the host the key before is any other key", async () => {
  say(second);
  assert.equal((await verify(await receiptBy(first))).status, 1);
});

test("a chain at the host that does not hold, or is not of its key, leaves the key unknown", async () => {
  const stranger = { host: first.host, seed: 8 };
  const forged = await tellIdentity(first, [{ to: second, signers: [second] }]);
  for (const [holder, links] of [
    [second, forged],
    [stranger, chain],
  ] as const) {
    say(holder, links);
    const { status, said } = await verify(await receiptBy(second));
    assert.equal(status, 3);
    assert.match(said, /No key: http:.*does not name a key, as a depositary does: /);
  }
});

test("a host that the depositary has left tells where it is now", async () => {
  const moved = { host: "sign.letters.example", seed: 31 };
  const onward = await tellIdentity(first, [{ to: second }, { to: moved }]);
  say(second, onward);
  const { status, said } = await verify(await bundleBy(moved, onward));
  assert.equal(status, 0, said);
  assert.match(said, /127\.0\.0\.1:\d+ moved to sign\.letters\.example, with the key sign\.letters\.example\+/);
});
