import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { encodeBase64 } from "@undersigned/core/bytes.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { mergeSignatureNotes, verifyKeySignature } from "@undersigned/core/signature/signature-note.ts";
import type { Case } from "../interop/case.ts";
import type { Verdicts } from "../interop/go.ts";
import { buildVerdicts } from "../interop/go.ts";
import { createApiClient } from "../tools/live/api-client.ts";
import { findFreePort, startServer } from "../tools/live/server-process.ts";
import { createToken } from "../tools/live/token.ts";
import { makeDraft } from "./depositary.ts";
import { runCli } from "./run-cli.ts";

/*
 * Two organisations make keys, look at a statement on its site and sign it, each with a command of its own; their one note is
 * then judged by Go's library and by OpenSSL, as spec/signature.md tells. A third has had its key from Go.
 */

test("two organisations make keys and sign, and Go's library and OpenSSL verify their one note", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-signing-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const port = await findFreePort();
  const site = `http://127.0.0.1:${port}`;
  const settings = { DATA_DIR: join(folder, "site"), BASE_URL: site, RATE_LIMIT: "off", PUBLISH_INTERVAL: "50" };
  const server = await startServer({ port, settings });
  t.after(() => server.kill());
  const api = createApiClient(site, await createToken(settings));
  const { texts, initiators, demands } = makeDraft();
  const { id } = await api.createStatement({ texts, initiators, demands });
  const statement = await api.openStatement(id);
  const signed = { statement: `127.0.0.1:${port}/s/${id}`, version: statement.version?.digest ?? "" };

  const run = async (...words: string[]): Promise<string> => {
    const { status, stdout, stderr } = await runCli(words, { cwd: folder });
    assert.equal(status, 0, `${words.join(" ")}\n${stderr}`);
    return stdout;
  };
  const keygen = async (domain: string): Promise<string> => JSON.parse(await run("keygen", domain, "--json")).vkey;
  const keys = [await keygen("reading.example"), await keygen("neighbours.example")];

  const page = `${site}/s/${statement.slug}`;
  const note = join(folder, "version.note");
  writeFileSync(note, await run("sign", "--key", "reading.example.key", page, "--yes"));
  await run("sign", "--key", "neighbours.example.key", page, "--yes", "--note", note);
  const whole = readFileSync(note, "utf8");
  assert.equal(verifyKeySignature(whole, keys.map(parseVerifierKey), signed), whole);

  checkWithOpenSsl(t, folder, keys[0] ?? "");

  const verdicts = buildVerdicts();
  if (typeof verdicts === "string") return t.diagnostic(`GO LEFT OUT: ${verdicts}`);
  t.after(() => verdicts.remove());
  const ask = askGo(verdicts);
  assert.match(await ask(whole, keys), /^signed by neighbours\.example reading\.example: /);
  assert.equal(await ask(whole.replace("signature@v1", "signature@v2"), keys), "a known key's signature fails");
  const stranger = await keygen("stranger.example");
  assert.equal(await ask(whole, [stranger]), "nobody known has signed");

  // A key that Go's GenerateKey made signs here; what Go signed with it is the same note.
  const [generated = ""] = await verdicts.ask([{ kind: "generate key", keys: ["partner.example"] }]);
  const [secret = "", verifier = ""] = generated.split(" ");
  writeFileSync(join(folder, "go.key"), `${secret}\n`, { mode: 0o600 });
  const ours = await run("sign", "--key", "go.key", page, "--yes");
  const text = whole.slice(0, whole.indexOf("\n\n") + 1);
  const [theirs = ""] = await verdicts.ask([{ kind: "sign with key", keys: [secret], text }]);
  assert.equal(Buffer.from(theirs, "base64").toString("utf8"), ours);
  const third = Buffer.from(mergeSignatureNotes([whole, ours])[0] ?? []).toString("utf8");
  assert.equal(verifyKeySignature(third, [...keys, verifier].map(parseVerifierKey), signed), third);
  assert.match(await ask(third, [...keys, verifier]), /^signed by neighbours\.example partner\.example reading/);
  t.diagnostic(`${verdicts.version}: ${await ask(third, [...keys, verifier])}`);

  // The program that the page in spec/ shows says the same.
  const program = join(folder, "check.go");
  writeFileSync(program, readExample("go"));
  const told = verdicts.run(program, [note, ...keys]);
  assert.equal(told, `signed by reading.example\nsigned by neighbours.example\n${text}`);
});

function askGo(verdicts: Verdicts): (note: string, keys: readonly string[]) => Promise<string> {
  return async (note, keys) => {
    const one: Case = { kind: "note", bytes: encodeBase64(Buffer.from(note)), keys };
    return (await verdicts.ask([one]))[0] ?? "";
  };
}

/** The commands that the page in spec/ shows, on the note of this folder. */
function checkWithOpenSsl(t: TestContext, folder: string, key: string): void {
  const commands = readExample("sh").replace(/^KEY=.*$/m, `KEY='${key}'`);
  try {
    execFileSync("sh", ["-c", "command -v openssl xxd base64 >/dev/null"]);
  } catch {
    t.diagnostic("OPENSSL LEFT OUT: openssl, xxd or base64 is not installed");
    return;
  }
  const told = execFileSync("sh", ["-ec", commands], { cwd: folder, encoding: "utf8" });
  assert.match(told, /Signature Verified Successfully/);
}

function readExample(language: string): string {
  const page = readFileSync(new URL("../spec/signature.md", import.meta.url), "utf8");
  const [, example = ""] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(page) ?? [];
  assert.notEqual(example, "");
  return example;
}
