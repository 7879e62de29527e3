import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nameField } from "./fields.ts";
import { parseMailbox } from "./mailbox.ts";

const name = nameField(200, { mayHoldDomain: false });

test("whatever is typed, an accepted name is safe in a list, a mail header and a spreadsheet", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (typed) => {
      const parsed = name.safeParse(typed);
      if (!parsed.success) return;
      assert.doesNotMatch(parsed.data, /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u);
      assert.doesNotMatch(parsed.data, /^[=+\-@\s]|\s$|:\/\//);
      assert.ok([...parsed.data].length <= 200);
      assert.equal(name.parse(parsed.data), parsed.data);
    }),
    { numRuns: 2000 },
  );
});

test("a mailbox read once is read the same again", () => {
  fc.assert(
    fc.property(fc.emailAddress(), fc.constantFrom("gmail.com", "proton.me", "example.org"), (address, domain) => {
      for (const typed of [address, `${address.slice(0, address.lastIndexOf("@"))}@${domain}`]) {
        const mailbox = parseMailbox(typed);
        assert.deepEqual(parseMailbox(mailbox.address), mailbox);
        assert.equal(parseMailbox(mailbox.canonical).canonical, mailbox.canonical);
      }
    }),
  );
});
