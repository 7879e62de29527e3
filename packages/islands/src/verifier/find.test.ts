import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { formatCosignerKey, makeCosignerKey } from "@undersigned/core/log/cosignature.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { find } from "./find.ts";
import type { Found, Question } from "./message.ts";

/* What must not be answered with another verdict than the command's. */

const { key } = makeTestSigner("letters.example", 1);
const other = makeTestSigner("letters.example", 2).key;
const witness = formatCosignerKey(
  makeCosignerKey("library.example", makeTestSigner("library.example", 3).key.publicKey),
);

async function ask(change: Partial<Question>): Promise<Found> {
  return await find({ file: new Blob(["no zip"]), key: "", policy: null, ...change }, {});
}

function policy(log: string, name = "library"): string {
  return `log ${log}\nwitness ${name} ${witness}\nquorum ${name}\n`;
}

test("a key that the policy does not name is refused, as by the command: nobody knows which was meant", async () => {
  const chosen = new Blob([policy(formatVerifierKey(other))]);
  const found = await ask({ key: formatVerifierKey(key), policy: chosen });
  assert.ok(found.kind === "refused" && found.field === "key");
  assert.match(found.message, /names another key/);
  assert.equal((await ask({ key: formatVerifierKey(other), policy: chosen })).kind, "bundle");
});

test("a policy is read byte for byte: what the command refuses, no reading mends", async () => {
  const good = policy(formatVerifierKey(key));
  assert.equal((await ask({ policy: new Blob([good]) })).kind, "bundle");
  const bad: Record<string, BlobPart> = {
    "a byte order mark": `\ufeff${good}`,
    "no UTF-8": Buffer.concat([Buffer.from(policy(formatVerifierKey(key), "k")), Buffer.from([0x23, 0xff, 0x0a])]),
    empty: "",
    "too long": good.repeat(1_000),
  };
  for (const [what, content] of Object.entries(bad)) {
    const found = await ask({ policy: new Blob([content]) });
    assert.ok(found.kind === "refused" && found.field === "policy", what);
  }
});

test("a contradiction is not called a receipt that does not hold", async () => {
  const vector = new URL("../../../../vectors/contradiction/valid_longer_with_another_beginning.json", import.meta.url);
  const { contradiction } = JSON.parse(readFileSync(vector, "utf8"));
  const found = await ask({ file: new Blob([contradiction]) });
  assert.ok(found.kind === "refused" && found.field === "file");
  assert.match(found.message, /undersigned verify/);
});
