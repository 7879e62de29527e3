import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { TestProvider } from "../../../../tests/openid-provider.ts";
import { startOpenIdProvider } from "../../../../tests/openid-provider.ts";
import type { RelyingParty } from "./relying-party.ts";
import { makeRelyingParty } from "./relying-party.ts";

const BASE = "https://letters.example";
let accounts: TestProvider;
let party: RelyingParty;

before(async () => {
  accounts = await startOpenIdProvider(`${BASE}/openid/callback`);
  party = makeRelyingParty({ providers: [accounts.provider()], baseUrl: BASE, clock: Date.now });
});

after(() => accounts.close());

test("somebody is sent to the provider with nothing but “whose account is it”, and comes back as that account", async () => {
  accounts.come("ada");
  const { address, request } = await party.begin("test", "state-1");
  assert.equal(address.searchParams.get("scope"), "openid");
  assert.equal(address.searchParams.get("code_challenge_method"), "S256");
  const back = await accounts.walk(address);
  assert.equal(back.origin + back.pathname, `${BASE}/openid/callback`);
  const { issuer, subject } = await party.finish(request, "state-1", back.searchParams);
  assert.deepEqual({ issuer, subject }, { issuer: accounts.issuer, subject: "ada" });
});

test("a provider that does not know our secret: it is said whose fault that is", async () => {
  const open = makeRelyingParty({
    providers: [accounts.provider({ clientSecret: "not the secret" })],
    baseUrl: BASE,
    clock: Date.now,
  });
  const { address, request } = await open.begin("test", "s");
  const back = await accounts.walk(address);
  await assert.rejects(open.finish(request, "s", back.searchParams), {
    code: "unavailable",
    message: /clientId and secret/,
  });
});

test("whoever says no there is told so", async () => {
  accounts.come(null);
  const { address, request } = await party.begin("test", "s");
  const back = await accounts.walk(address);
  await assert.rejects(party.finish(request, "s", back.searchParams), { code: "not_allowed", field: "denied" });
});

test("an answer with another state, nonce or verifier, of another issuer, or used before is not believed", async () => {
  accounts.come("ada");
  const refused = { code: "not_allowed", field: "answer" };
  const again = async () => {
    const { address, request } = await party.begin("test", "s");
    return { request, answer: (await accounts.walk(address)).searchParams };
  };
  let { request, answer } = await again();
  await assert.rejects(party.finish(request, "another", answer), refused);
  ({ request, answer } = await again());
  await assert.rejects(party.finish({ ...request, nonce: "another" }, "s", answer), refused);
  ({ request, answer } = await again());
  await assert.rejects(party.finish({ ...request, verifier: "v".repeat(43) }, "s", answer), refused);
  ({ request, answer } = await again());
  assert.equal(answer.get("iss"), accounts.issuer);
  answer.set("iss", "https://accounts.evil.example");
  await assert.rejects(party.finish(request, "s", answer), refused);
  answer.delete("iss");
  await assert.rejects(party.finish(request, "s", answer), refused);
  ({ request, answer } = await again());
  await party.finish(request, "s", answer);
  await assert.rejects(party.finish(request, "s", answer), refused);
});

test("a provider that does not answer is said to be silent, and asked again the next time", async () => {
  const gone = await startOpenIdProvider(`${BASE}/openid/callback`);
  const lost = makeRelyingParty({ providers: [gone.provider()], baseUrl: BASE, clock: Date.now });
  const { address, request } = await lost.begin("test", "s");
  const back = await gone.walk(address);
  await gone.close();
  await assert.rejects(lost.finish(request, "s", back.searchParams), { code: "unavailable" });
  const never = makeRelyingParty({ providers: [gone.provider()], baseUrl: BASE, clock: Date.now });
  await assert.rejects(never.begin("test", "s"), { code: "unavailable" });
  await assert.rejects(never.begin("test", "s"), { code: "unavailable" });
  await assert.rejects(never.begin("other", "s"), { code: "not_found" });
});
