import assert from "node:assert/strict";
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { formatCosignerKey, parseCosignerKey } from "@undersigned/core/log/cosignature.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { makeTestLog } from "../../../../tests/witness-log.ts";
import { makeFolder } from "../../../../tests/witness-place.ts";
import { immediately, openWitnessFile } from "./file.ts";
import { followLog, keysOf, readLogs } from "./logs.ts";

const NAME = "witness.partner.example";
const { key: LOG } = makeTestLog("letters.example", 1);

test("one file, for nobody else to read, keeps the key, the address and the logs", (t) => {
  const folder = makeFolder(t);
  const path = join(folder, "witness.db");
  const first = openWitnessFile(path, { name: NAME, url: "https://witness.partner.example" });
  assert.equal(followLog(first.database, LOG), true);
  first.close();
  assert.deepEqual(readdirSync(folder), ["witness.db"]);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const again = openWitnessFile(path, {});
  t.after(() => again.close());
  assert.deepEqual(again.key, first.key);
  assert.equal(again.url, "https://witness.partner.example");
  assert.deepEqual(keysOf(again.database, "letters.example"), [LOG]);
  assert.deepEqual(readLogs(again.database), [{ origin: "letters.example", keys: [LOG], size: 0, time: 0 }]);
  assert.deepEqual(parseCosignerKey(formatCosignerKey(again.key)), first.key);
  assert.deepEqual(again.notices, []);
});

test("every new file has a key of its own", (t) => {
  const folder = makeFolder(t);
  const [a, b] = ["a", "b"].map((name) => openWitnessFile(join(folder, name), { name: NAME }));
  a?.close();
  b?.close();
  assert.notDeepEqual(a?.key.publicKey, b?.key.publicKey);
});

test("without a name no witness is begun, and nothing is left behind", (t) => {
  const folder = makeFolder(t);
  assert.throws(() => openWitnessFile(join(folder, "witness.db"), {}), { code: "invalid_field", message: /--name/ });
  assert.deepEqual(readdirSync(folder), []);
  // As a kill between making the file and filling it leaves it.
  writeFileSync(join(folder, "witness.db"), "");
  assert.throws(() => openWitnessFile(join(folder, "witness.db"), {}), { code: "invalid_field" });
  openWitnessFile(join(folder, "witness.db"), { name: NAME }).close();
});

test("names that no key or policy can have are refused", (t) => {
  const path = join(makeFolder(t), "witness.db");
  for (const name of ["", "two words", "a+b", "none", "https://witness.partner.example", "x".repeat(256), "a\u0000"]) {
    assert.throws(() => openWitnessFile(path, { name }), { code: "invalid_field" }, name);
  }
});

test("a witness keeps its name", (t) => {
  const path = join(makeFolder(t), "witness.db");
  openWitnessFile(path, { name: NAME }).close();
  openWitnessFile(path, { name: NAME }).close();
  assert.throws(() => openWitnessFile(path, { name: "other.example" }), {
    message: /witness\.partner\.example, not of/,
  });
});

test("what is no witness's file is refused, and left as it was", (t) => {
  const folder = makeFolder(t);
  const text = join(folder, "letter.txt");
  writeFileSync(text, "We ask for one thing. ".repeat(100));
  const other = join(folder, "other.db");
  const database = new DatabaseSync(other);
  database.exec("create table something (x)");
  database.close();
  for (const path of [text, other]) {
    const before = readFileSync(path);
    assert.throws(() => openWitnessFile(path, { name: NAME }), { code: "configuration" });
    assert.deepEqual(readFileSync(path), before);
  }
  assert.throws(() => openWitnessFile(folder, { name: NAME }), { code: "configuration" });
});

test("the file of a newer release is refused", (t) => {
  const path = join(makeFolder(t), "witness.db");
  const file = openWitnessFile(path, { name: NAME });
  file.database.exec("pragma user_version = 2");
  file.close();
  assert.throws(() => openWitnessFile(path, {}), { code: "configuration", message: /newer release/ });
});

test("a file that others may open is told of", (t) => {
  const path = join(makeFolder(t), "witness.db");
  openWitnessFile(path, { name: NAME }).close();
  chmodSync(path, 0o644);
  const file = openWitnessFile(path, {});
  t.after(() => file.close());
  assert.match(file.notices.join(), /chmod 600/);
});

test("a commit returns when it is on the disk, and leaves one file", (t) => {
  const file = openWitnessFile(join(makeFolder(t), "witness.db"), { name: NAME });
  t.after(() => file.close());
  assert.equal(file.database.prepare("pragma synchronous").get()?.synchronous, 3);
  assert.equal(file.database.prepare("pragma journal_mode").get()?.journal_mode, "delete");
});

test("what fails inside a transaction leaves nothing", (t) => {
  const file = openWitnessFile(join(makeFolder(t), "witness.db"), { name: NAME });
  t.after(() => file.close());
  assert.throws(() =>
    immediately(file.database, () => {
      file.database.exec("insert into log (origin) values ('half')");
      throw new Error("on purpose");
    }),
  );
  assert.deepEqual(readLogs(file.database), []);
});

test("a log has ten keys at most, each with an id of its own", (t) => {
  const file = openWitnessFile(join(makeFolder(t), "witness.db"), { name: NAME });
  t.after(() => file.close());
  for (let seed = 1; seed <= 10; seed++) followLog(file.database, makeTestSigner("letters.example", seed).key);
  const { key } = makeTestSigner("letters.example", 11);
  assert.throws(() => followLog(file.database, key), { code: "configuration", message: /10 keys/ });
  const twin = { ...key, keyId: LOG.keyId };
  assert.throws(() => followLog(file.database, twin), { code: "configuration", message: /same id/ });
});
