import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeUtf8 } from "../bytes.ts";
import { formatEntryBundle } from "../log/entry-bundle.ts";
import { hashLeaf } from "../log/merkle.ts";
import { formatEntry } from "../signature/entry.ts";
import { entriesFile } from "./bundle.ts";
import { TileReader } from "./tile-report.ts";

const VERSION = "0123456789abcdef".repeat(4);
const SIGN = formatEntry({
  act: "sign",
  version: VERSION,
  kind: "person",
  capacity: "personal",
  level: 1,
  named: false,
  commitment: "5".repeat(64),
});
/** As long as SIGN, and no entry. */
const NONE = encodeUtf8("x".repeat(SIGN.length));

/** A correction with the longest note, of four bytes each letter. */
function makeCorrection(): Uint8Array {
  return formatEntry({ act: "correction", version: VERSION, lang: "en", block: 1, note: "𝒜".repeat(1_000) });
}

test("after a file of signs, a file of more than 256 KiB is read for what it is, and not for what the one before it was", async () => {
  const small = Array.from({ length: 256 }, () => SIGN);
  const large = [...Array.from({ length: 150 }, () => NONE), ...Array.from({ length: 90 }, makeCorrection)];
  const size = small.length + large.length;
  const files = new Map([
    [entriesFile(0, size), formatEntryBundle(small)],
    [entriesFile(1, size), formatEntryBundle(large)],
  ]);
  assert.ok((files.get(entriesFile(1, size))?.length ?? 0) > 4 * 65_536);
  const reader = new TileReader();
  const read = (name: string): Uint8Array => files.get(name) ?? assert.fail(name);
  for (const index of [0, 1]) {
    const report = await reader.read({ index, size, opened: false }, read);
    assert.ok("likes" in report);
    if (index === 0) continue;
    assert.equal(report.signs.length, 0);
    const failed = report.others.filter((other) => "failure" in other);
    assert.deepEqual(
      failed.map(({ at }) => at),
      Array.from({ length: 150 }, (_, at) => at),
    );
    assert.deepEqual(report.hashes.subarray(0, 32), hashLeaf(NONE));
  }
});
