import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readOpenIdProviders } from "./provider-setting.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-openid-"));
const file = join(folder, "providers.json");
const ONE = { id: "uni", name: "University", issuer: "https://accounts.uni.example", clientId: "letters" };

after(() => rmSync(folder, { recursive: true }));

function read(content: unknown) {
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return readOpenIdProviders(file);
}

test("of ORCID, client id and secret are enough; a secret may lie in a file beside the setting", () => {
  writeFileSync(join(folder, "orcid.secret"), "s3cret\n");
  assert.deepEqual(read([{ id: "orcid", preset: "orcid", clientId: "APP-1", clientSecretFile: "orcid.secret" }, ONE]), [
    {
      id: "orcid",
      name: "ORCID",
      issuer: "https://orcid.org",
      clientId: "APP-1",
      clientSecret: "s3cret",
      isOrcid: true,
    },
    { ...ONE, clientSecret: null, isOrcid: false },
  ]);
});

const REFUSED: readonly (readonly [what: string, content: unknown, said: RegExp])[] = [
  ["no JSON", "[", /is no JSON/],
  ["no list", { providers: [] }, /is not a list/],
  ["a member that is not known", [{ ...ONE, scopes: "email" }], /provider 1.*scopes/],
  ["a member that is missing", [{ id: "uni", name: "University" }], /provider 1, at "clientId"/],
  ["an id with spaces", [{ ...ONE, id: "my uni" }], /"my uni" as the id/],
  ["no name", [{ ...ONE, name: " " }], /no name for uni/],
  ["an issuer over plain http", [{ ...ONE, issuer: "http://accounts.uni.example" }], /issuer of uni/],
  ["an issuer with a query", [{ ...ONE, issuer: "https://accounts.uni.example?x=1" }], /issuer of uni/],
  ["a preset that is not known", [{ ...ONE, preset: "goggle" }], /preset "goggle"/],
  ["a secret twice", [{ ...ONE, clientSecret: "a", clientSecretFile: "b" }], /both clientSecret and/],
  ["a secret's file that is not there", [{ ...ONE, clientSecretFile: "none" }], /cannot be read \(ENOENT\)/],
  ["the same id twice", [ONE, { ...ONE, issuer: "https://other.example" }], /two providers with the id "uni"/],
  ["the same issuer twice", [ONE, { ...ONE, id: "again" }], /names https:\/\/accounts.uni.example twice/],
];

for (const [what, content, said] of REFUSED) {
  test(`refused, with what to do: ${what}`, () => {
    assert.throws(() => read(content), { code: "configuration", field: "OPENID_PROVIDERS", message: said });
  });
}
