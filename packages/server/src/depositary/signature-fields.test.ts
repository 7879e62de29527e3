import assert from "node:assert/strict";
import { test } from "node:test";
import { FieldsRefusedError } from "./field-problems.ts";
import { checkSignature } from "./signature-fields.ts";

const anna = {
  kind: "person",
  name: "Anna Müller",
  mailbox: "Anna@Example.org",
  capacity: "personal",
  named: true,
  consent: true,
  lang: "de",
  version: "ab".repeat(32),
};

function problemsOf(input: unknown): string[] {
  try {
    checkSignature(input);
  } catch (error) {
    assert.ok(error instanceof FieldsRefusedError);
    assert.equal(error.code, "invalid_field");
    assert.equal(error.field, error.problems[0]?.field);
    return error.problems.map(({ field, rule, limit }) =>
      [field, rule, ...(limit === undefined ? [] : [limit])].join(" "),
    );
  }
  return [];
}

test("a signature comes out tidied", () => {
  const signature = checkSignature({
    ...anna,
    name: "  Anna \u00a0Mu\u0308ller ",
    organisation: "350.org",
    role: "Prof. Dr.",
    place: "St. John’s",
    reservation: "All but the second\r\ndemand. ",
  });
  assert.deepEqual(signature, {
    ...anna,
    mailbox: "Anna@example.org",
    organisation: "350.org",
    role: "Prof. Dr.",
    place: "St. John’s",
    reservation: "All but the second demand.",
  });
});

test("names of many scripts pass", () => {
  for (const name of [
    "X",
    "José Ñúñez",
    "Ngũgĩ wa Thiong'o",
    "محمد بن سلمان",
    "می‌خواهم",
    "李小龙",
    "Владимир Ђорђевић",
    "श्रीमती क्‍षमा",
    "O'Brien-Smith, Jr.",
    "J.R.R.Tolkien",
    "St.John",
    "1. Mai",
    "𞤀𞤣𞤤𞤢𞤥".repeat(40),
    "é".repeat(200),
  ]) {
    assert.deepEqual(problemsOf({ ...anna, name }), [], name);
  }
});

test("an organisation may be called by its domain, a person may not", () => {
  assert.deepEqual(problemsOf({ ...anna, name: "change.org" }), ["name web_address"]);
  assert.deepEqual(problemsOf({ ...anna, kind: "organisation", capacity: "institutional", name: "change.org" }), []);
  assert.deepEqual(problemsOf({ ...anna, role: "see cheap-pills.com now" }), ["role web_address"]);
});

const refusedNames: [name: unknown, problem: string][] = [
  ["", "name missing"],
  ["   ", "name missing"],
  [undefined, "name missing"],
  [7, "name wrong_type"],
  [null, "name wrong_type"],
  ["x".repeat(201), "name too_long 200"],
  ["𞤀".repeat(201), "name too_long 200"],
  ["x".repeat(1_000_000), "name too_long 200"],
  ["https://example.org", "name web_address"],
  ["Anna www.example.org", "name web_address"],
  ["bit.ly/abc", "name web_address"],
  ["=1+1", "name formula"],
  ["+49", "name formula"],
  ["-x", "name formula"],
  ["@anna", "name formula"],
  ["＝1", "name formula"],
  ["\t=1", "name formula"],
  ["…!", "name no_letter"],
  ["Anna\nMüller", "name character"],
  ["Anna\r\nBcc: x@example.org", "name character"],
  ["Anna\u0000", "name character"],
  ["Anna \u202eMüller", "name character"],
  ["An\u200bna", "name character"],
  ["Anna\ud800", "name character"],
  ["Anna\u2028x", "name character"],
];
for (const [name, problem] of refusedNames) {
  test(`refused name: ${JSON.stringify(String(name).slice(0, 30))}`, () => {
    assert.deepEqual(problemsOf({ ...anna, name }), [problem]);
  });
}

test("every field at fault is named, with its limit", () => {
  assert.deepEqual(
    problemsOf({
      kind: "robot",
      name: "",
      organisation: "x".repeat(201),
      mailbox: "anna",
      named: "yes",
      consent: false,
      lang: "deutsch!",
      version: "AB".repeat(32),
      reservation: "x".repeat(1001),
      extra: 1,
      admin: true,
    }).sort(),
    [
      "admin unknown",
      "capacity missing",
      "consent consent",
      "extra unknown",
      "kind not_one_of",
      "lang language",
      "mailbox mailbox",
      "name missing",
      "named wrong_type",
      "organisation too_long 200",
      "reservation too_long 1000",
      "version digest",
    ],
  );
});

test("named has no default: leaving it out is refused", () => {
  const { named: _, ...rest } = anna;
  assert.deepEqual(problemsOf(rest), ["named missing"]);
  assert.deepEqual(problemsOf({ ...anna, consent: undefined }), ["consent missing"]);
  assert.deepEqual(problemsOf({ ...anna, mailbox: " " }), ["mailbox missing"]);
  assert.deepEqual(problemsOf({ ...anna, mailbox: `${"a".repeat(300)}@example.org` }), ["mailbox too_long 254"]);
});

test("what is no object is refused as a whole", () => {
  for (const input of [null, [], "x", undefined]) assert.equal(problemsOf(input).length, 1, JSON.stringify(input));
});

test("messages name the field and the limit in words", () => {
  assert.throws(
    () => checkSignature({ ...anna, name: "x".repeat(201) }),
    /^FieldsRefusedError: Name: at most 200 characters/,
  );
  assert.throws(() => checkSignature({ ...anna, nmae: "x" }), /“nmae” is not known here/);
});

test("thousands of wrong members are answered by the first hundred", () => {
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`x${i}`, i]));
  assert.equal(problemsOf({ ...anna, ...many }).length, 100);
});
