import assert from "node:assert/strict";
import { test } from "node:test";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { formatVerifierKey } from "../log/note.ts";
import { findNamed, formatNamingRecord } from "./naming-record.ts";

const { key } = makeTestSigner("sign.example", 1);

test("a naming record is read in its one spelling, and everything else at the name is passed over", () => {
  const version = "ab".repeat(32);
  assert.deepEqual(findNamed(formatNamingRecord({ version })), { version });
  const named = findNamed(formatNamingRecord({ key }));
  assert.ok(named !== null && "key" in named && formatVerifierKey(named.key) === formatVerifierKey(key));
  for (const record of [
    "",
    "v=spf1 -all",
    `"undersigned=v1 version=${version}"`,
    `undersigned=v1 version=${version.toUpperCase()}`,
    `undersigned=v1  version=${version}`,
    `undersigned=v1 version=${version} `,
    `undersigned=v1 version=${version}\n`,
    `undersigned=v2 version=${version}`,
    "undersigned=v1 key=sign.example",
    `undersigned=v1 key=${formatVerifierKey(key)} version=${version}`,
  ]) {
    assert.equal(findNamed(record), null, JSON.stringify(record));
  }
});
