import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { parseCosignerKey } from "@undersigned/core/log/cosignature.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { describeQuorum, parsePolicy } from "@undersigned/core/log/policy.ts";
import { formatWitnessRequest } from "@undersigned/core/log/witness-request.ts";
import { checkContradiction, parseContradiction } from "@undersigned/core/verify/contradiction.ts";
import { findFreePort, startServer } from "../tools/live/server-process.ts";
import { runCli } from "./run-cli.ts";
import { makeTestLog } from "./witness-log.ts";
import { cosignatureIn, makeFolder, post } from "./witness-place.ts";
import { startDyingWitness, startWitness } from "./witness-process.ts";

const NAME = "witness.partner.example";
const log = makeTestLog("letters.example", 1);
const LOG = formatVerifierKey(log.key);

test("one command and one file: it starts, cosigns, stops, and goes on where it was with the file alone", async (t) => {
  const folder = makeFolder(t);
  const path = join(folder, "witness.db");
  const first = await startWitness(t, [path, "--name", NAME, "--log", LOG]);
  const key = parseCosignerKey(first.vkey);
  assert.equal(key.name, NAME);
  const policy = parsePolicy(encodeUtf8(`${first.policy}\nquorum ${NAME}\n`));
  assert.deepEqual(policy.witnesses, [{ name: NAME, key, url: first.address }]);
  assert.equal(describeQuorum(policy), `the witness ${NAME}`);
  const cosigned = await post(first.address, await log.request(0, 5));
  const { time } = cosignatureIn(cosigned, log.checkpoint(5), key);
  assert.ok(Math.abs(time - Date.now() / 1000) < 60);
  assert.match(first.errors(), /Now following letters\.example/);
  assert.equal(await first.stop(), 0);
  assert.deepEqual(readdirSync(folder), ["witness.db"], "it is one file");

  const again = await startWitness(t, [path]);
  assert.equal(again.vkey, first.vkey);
  assert.equal((await post(again.address, await log.request(0, 9))).body, "5\n");
  cosignatureIn(await post(again.address, await log.request(5, 9)), log.checkpoint(9), key);
  assert.equal(await again.stop(), 0);
});

test("a further log is added to a file that has one", async (t) => {
  const path = join(makeFolder(t), "witness.db");
  const other = makeTestLog("reading.example", 2);
  await runCli(["witness", path, "--name", NAME, "--log", LOG, "--no-serve"]);
  const { status, stdout } = await runCli([
    "witness",
    path,
    "--log",
    formatVerifierKey(other.key),
    "--no-serve",
    "--json",
  ]);
  assert.equal(status, 0);
  const told: { logs: { origin: string }[] } = JSON.parse(stdout);
  assert.deepEqual(
    told.logs.map(({ origin }) => origin),
    ["letters.example", "reading.example"],
  );
});

test("a depositary is asked for its key once; the key that was pinned stays, and needs no network", async (t) => {
  const path = join(makeFolder(t), "witness.db");
  const dataDir = mkdtempSync(join(tmpdir(), "undersigned-pinned-"));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const port = await findFreePort();
  const site = `http://127.0.0.1:${port}`;
  const server = await startServer({ port, settings: { DATA_DIR: dataDir, BASE_URL: site } });
  const identity: { vkey: string } = JSON.parse(await (await fetch(`${site}/.well-known/undersigned.json`)).text());
  const added = await runCli(["witness", path, "--name", NAME, "--log", site, "--no-serve", "--json"]);
  await server.stop();
  assert.deepEqual(
    JSON.parse(added.stdout).logs.map(({ keys }: { keys: string[] }) => keys),
    [[identity.vkey]],
  );
  assert.match(added.stderr.replaceAll(/\s+/g, " "), /This key was asked of http:.* compare it/);
  const again = await runCli(["witness", path, "--log", site, "--no-serve"]);
  assert.equal(again.status, 0, again.stderr);
  const absent = await runCli(["witness", path, "--log", `http://127.0.0.1:${await findFreePort()}`, "--no-serve"]);
  assert.equal(absent.status, 2);
});

test("wrong usage is told with what to do, and with exit status 2", async (t) => {
  const path = join(makeFolder(t), "witness.db");
  for (const [words, told] of [
    [[], /missing required argument/],
    [[path], /--name/],
    [[path, "--name", NAME, "--port", "many"], /--port is "many"/],
    [[path, "--name", NAME, "--log", "letters.example"], /NAME\+ID\+KEY/],
    [[path, "--name", NAME, "--log", "http://letters.example"], /https:\/\//],
    [[path, "--name", NAME, "--url", "witness.partner.example"], /--url/],
  ] as const) {
    const { status, stderr } = await runCli(["witness", ...words]);
    assert.equal(status, 2, words.join(" "));
    assert.match(stderr, told);
  }
});

test("two processes over one file never cosign two steps from one size", async (t) => {
  const path = join(makeFolder(t), "witness.db");
  const one = await startWitness(t, [path, "--name", NAME, "--log", LOG]);
  const two = await startWitness(t, [path]);
  assert.equal(two.vkey, one.vkey);
  let size = 0;
  for (let round = 0; round < 25; round++) {
    const steps = [size + 1, size + 2];
    const requests = await Promise.all(steps.map((next) => log.request(size, next)));
    const answers = await Promise.all(
      [one, two].map(({ address }, at) => post(address, requests[(at + round) % 2] as Uint8Array)),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409], JSON.stringify(answers));
    size = Number(answers.find(({ status }) => status === 409)?.body);
    assert.ok(steps.includes(size));
  }
  assert.deepEqual([await one.stop(), await two.stop()], [0, 0]);
});

test("killed at any point of a request, it goes on from what it stored, and has answered nothing else", async (t) => {
  for (const [at, stored] of [
    ["before", 5],
    ["within", 5],
    ["after", 9],
  ] as const) {
    const path = join(makeFolder(t), "witness.db");
    const first = await startWitness(t, [path, "--name", NAME, "--log", LOG]);
    assert.equal((await post(first.address, await log.request(0, 5))).status, 200);
    await first.stop();
    const dying = await startDyingWitness(t, path, at);
    await assert.rejects(post(dying.address, await log.request(5, 9)), /fetch failed/);
    assert.equal(await dying.ended(), "SIGKILL");
    const again = await startWitness(t, [path]);
    assert.equal((await post(again.address, await log.request(0, 9))).body, `${stored}\n`, at);
    const cosigned = await post(again.address, await log.request(stored, 9));
    cosignatureIn(cosigned, log.checkpoint(9), parseCosignerKey(again.vkey));
    // The fork of the same size meets the stored root, whether or not its cosignature ever left.
    const fork = formatWitnessRequest({
      old: 9,
      proof: [],
      checkpoint: makeTestLog("letters.example", 1, 7).checkpoint(9),
    });
    assert.equal((await post(again.address, fork)).status, 409);
    await again.stop();
  }
});

test("a depositary that forks is told of loudly, kept as a proof for others, and found by its exit status", async (t) => {
  const folder = makeFolder(t);
  const path = join(folder, "witness.db");
  const witness = await startWitness(t, [path, "--name", NAME, "--log", LOG]);
  await post(witness.address, await log.request(0, 6));
  assert.deepEqual(await runCli(["witness", path, "--evidence"]), {
    status: 0,
    stdout: "No evidence against any log.\n",
    stderr: "",
  });
  const doubtful = formatWitnessRequest({ old: 6, proof: [], checkpoint: log.checkpoint(7) });
  assert.equal((await post(witness.address, doubtful)).status, 422);
  const suspected = await runCli(["witness", path, "--evidence"]);
  assert.equal(suspected.status, 3);
  assert.match(suspected.stdout, /no proof by itself/);
  assert.equal((await post(witness.address, await makeTestLog("letters.example", 1, 3).request(6, 20))).status, 422);
  assert.match(witness.errors(), /\*\*\* SUSPICION[\s\S]*\*\*\* MISBEHAVIOUR: the key of letters\.example/);
  const proved = await runCli(["witness", path, "--evidence", join(folder, "proofs")]);
  assert.equal(proved.status, 1);
  assert.match(proved.stdout, /This is proof/);
  const file = readFileSync(join(folder, "proofs", "contradiction-1.json"));
  assert.equal(checkContradiction(parseContradiction(new Uint8Array(file)), log.key).size, 6);
  const [, { kind, contradiction }] = JSON.parse((await runCli(["witness", path, "--evidence", "--json"])).stdout);
  assert.deepEqual([kind, contradiction], ["two_histories", JSON.parse(file.toString())]);
  assert.equal(await witness.stop(), 0);
});
