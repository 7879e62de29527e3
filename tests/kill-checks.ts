import assert from "node:assert/strict";
import { encodeHex, equalBytes } from "@undersigned/core/bytes.ts";
import { checkHeadOrder, parseHead } from "@undersigned/core/log/head.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { parseOrigin } from "@undersigned/core/log/origin.ts";
import type { Entry } from "@undersigned/core/signature/entry.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import { replay, summarise } from "@undersigned/core/signature/replay.ts";
import type { ApiClient, StatementJson } from "../tools/live/api-client.ts";
import type { MailReceiver } from "../tools/live/mail-receiver.ts";
import { tokenFor } from "../tools/live/mail-receiver.ts";
import { makeReceiptChecker } from "../tools/live/receipt.ts";
import type { WholeLog } from "../tools/live/statement-log.ts";
import { makeCheckpointOpener, readWholeLog } from "../tools/live/statement-log.ts";
import type { Ledger } from "./kill-load.ts";

/** A statement's log and the log of heads, read whole by their tiles. */
export type BothLogs = {
  readonly statement: WholeLog;
  readonly heads: WholeLog;
  readonly keys: { readonly statement: VerifierKey; readonly heads: VerifierKey };
};

/**
 * Reads both logs by the depositary's key. The statement's is read after the log of heads, as that one's last head may be
 * of a moment ago.
 */
export async function readBothLogs(api: ApiClient, { slug, log }: StatementJson): Promise<BothLogs> {
  const wellKnown = await api.file("/.well-known/undersigned.json");
  assert.ok(wellKnown !== null && log !== null);
  const { vkey } = JSON.parse(Buffer.from(wellKnown).toString()) as { vkey: string };
  const keys = { statement: parseVerifierKey(log.vkey), heads: parseVerifierKey(vkey) };
  assert.deepEqual(keys.statement.publicKey, keys.heads.publicKey);
  const heads = await readWholeLog((path) => api.file(`/log/${path}`), keys.heads);
  const statement = await readWholeLog((path) => api.file(`/s/${slug}/log/${path}`), keys.statement);
  return { statement, heads, keys };
}

/** Every head is of the one log, each names the one before it, and the last is of the log as it is. */
export async function checkAllHeads({ statement, heads }: BothLogs): Promise<void> {
  let last = null;
  for (const [index, bytes] of heads.entries.entries()) {
    const head = parseHead(bytes);
    assert.equal(head.statement, statement.checkpoint.origin);
    assert.equal(head.root, encodeHex(await statement.rootAt(head.size)), `head ${index}`);
    if (last === null) assert.equal(head.previous, null);
    else checkHeadOrder(last, { index, head });
    last = { index, head };
  }
  assert.equal(last?.head.size, statement.checkpoint.size);
}

/** No checkpoint that anybody saw forked from what stands now, and none was followed by a smaller one. */
export async function checkNoFork(logs: BothLogs, { checkpoints }: Ledger): Promise<number> {
  let count = 0;
  for (const name of ["statement", "heads"] as const) {
    const open = makeCheckpointOpener(logs.keys[name]);
    let size = 0;
    for (const note of checkpoints[name]) {
      const seen = open(note);
      assert.ok(seen.size >= size, `the ${name} log shrank from ${size} to ${seen.size}`);
      await logs[name].checkEarlier(seen);
      size = seen.size;
      count++;
    }
  }
  return count;
}

/** Each signature that was answered 200 stands where the answer said, once, and its receipt proves it. */
export async function checkAnswers(logs: BothLogs, { confirmed, withdrawn }: Ledger, api: ApiClient): Promise<void> {
  const entries = logs.statement.entries.map(parseEntry);
  const check = makeReceiptChecker(logs.keys);
  const { statement: id } = parseOrigin(logs.keys.statement.name);
  for (const [mailbox, { token, index, receipt }] of confirmed) {
    assert.equal(entries[index]?.act, "sign", `${mailbox} at ${index}`);
    const withdrawal = withdrawn.get(mailbox);
    if (withdrawal !== undefined) assert.deepEqual(entries[withdrawal], { act: "withdraw", of: index });
    // What was erased meanwhile cannot be opened again.
    if (receipt === null && withdrawal !== undefined) continue;
    const held = receipt ?? (await api.receipt(`${id}.${index}`, token));
    assert.ok(held !== null && held.opening !== null, `the receipt of ${mailbox}`);
    const checked = check(held);
    assert.equal(checked.index, index);
    assert.ok(equalBytes(checked.bytes, logs.statement.entries[index] as Uint8Array));
    assert.ok("part" in held.opening.private && held.opening.private.part.mailbox === mailbox);
    await logs.statement.checkEarlier(checked.statement);
    await logs.heads.checkEarlier(checked.heads);
  }
  assert.equal(new Set([...confirmed.values()].map(({ index }) => index)).size, confirmed.size);
  const of = (act: Entry["act"]) => entries.filter((entry) => entry.act === act).length;
  // Who got no answer tried again until there was one: what stands in the log beyond that would be counted twice.
  assert.equal(of("sign"), confirmed.size);
  assert.equal(of("withdraw"), withdrawn.size);
}

/** The count that is shown is the one that the entries make. */
export function checkCount({ statement }: BothLogs, { counts }: StatementJson): void {
  const replayed = replay(statement.entries.map(parseEntry));
  assert.deepEqual(counts, summarise(replayed.statement));
}

/** Each signature that was answered 202 was mailed; each that stands was told so, with the link to manage it. */
export function checkMails({ submitted, confirmed, withdrawn }: Ledger, mail: MailReceiver): void {
  for (const mailbox of submitted.keys()) {
    assert.ok(tokenFor("confirm", mail.mailsTo(mailbox)) !== undefined, `${mailbox} was not asked to confirm`);
  }
  for (const mailbox of confirmed.keys()) {
    if (withdrawn.has(mailbox)) continue;
    assert.ok(tokenFor("manage", mail.mailsTo(mailbox)) !== undefined, `${mailbox} was not told of its signature`);
  }
}
