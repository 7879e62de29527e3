import assert from "node:assert/strict";
import { test } from "node:test";
import type { Observation, Seen } from "@undersigned/core/signature/observation.ts";
import { OBSERVATION_FORMAT } from "@undersigned/core/signature/observation.ts";
import type { ShownObservation } from "../depositary/statements.ts";
import { speak } from "../words/speak.ts";
import type { Evidenced } from "./evidence.ts";
import { evidence } from "./evidence.ts";

const say = speak("en");
const DOMAIN = "reading.example";
const HEX = "0".repeat(64);
const LIBRARY = { name: "Library", domain: "library.example" } as const;

const DNS = {
  kind: "dns",
  domain: DOMAIN,
  name: `_undersigned.${DOMAIN}`,
  names: "version",
  record: "",
  resolvers: [],
} as const;
const FILE = { kind: "well-known", domain: DOMAIN, url: `https://${DOMAIN}/`, names: "version", sha256: HEX } as const;
const PAGE = { kind: "web-page", domain: DOMAIN, url: `https://${DOMAIN}/`, link: "", sha256: HEX } as const;

function seen(day: string, what: Seen, seenAgain: string | null = null): ShownObservation {
  const base = {
    format: OBSERVATION_FORMAT,
    statement: "statements.example/s/a",
    version: HEX,
    time: `${day}T08:00:00Z`,
  } as const;
  const observation: Observation = { ...base, ...what };
  return { observation, index: 3, seenAgain: seenAgain === null ? null : Date.parse(seenAgain) };
}

async function organisation(change: Partial<Evidenced>): Promise<string> {
  const given = { level: 2, date: "2026-11-20", domain: DOMAIN, observations: [], ...change };
  return String(await evidence(say, { kind: "organisation", capacity: "institutional", ...given }));
}

async function person(change: Partial<Evidenced>): Promise<string> {
  const given = { level: 1, date: "2026-11-20", observations: [], ...change };
  return String(await evidence(say, { kind: "person", capacity: "personal", ...given }));
}

const AUTHORITY = " Whoever signed declared authority to sign for it.";

test("what was proved and what was declared are two sentences", async () => {
  assert.equal(await organisation({}), `Confirmed from its e-mail domain, 20 Nov 2026.${AUTHORITY}`);
});

test("where the domain and the website say so stands with the mailbox, each on its day", async () => {
  const dns = seen("2026-11-20", DNS);
  assert.equal(
    await organisation({ level: 3, observations: [dns] }),
    `Confirmed from its e-mail domain and DNS record, 20 Nov 2026.${AUTHORITY}`,
  );
  assert.equal(
    await organisation({ level: 3, observations: [dns, seen("2026-11-22", PAGE)] }),
    `Confirmed from its e-mail domain and DNS record, 20 Nov 2026; from its website, 22 Nov 2026.${AUTHORITY}`,
  );
  assert.equal(
    await organisation({ level: 3, observations: [seen("2026-11-20", FILE), seen("2026-11-20", PAGE)] }),
    `Confirmed from its e-mail domain and website, 20 Nov 2026.${AUTHORITY}`,
  );
});

test("its own key and a second representative are told", async () => {
  const dns = seen("2026-11-20", { ...DNS, names: "key" });
  const key = seen("2026-11-21", { kind: "key", domain: DOMAIN, vkey: "", note: "" });
  const approval = seen("2026-11-22", { kind: "approval", domain: DOMAIN, role: "<treasurer>" });
  assert.equal(
    await organisation({ level: 4, observations: [dns, key, approval] }),
    `Confirmed from its e-mail domain and DNS record, 20 Nov 2026. Signed with its own key, which its domain names, 21 Nov 2026. Approved by a second representative (<bdi>&lt;treasurer&gt;</bdi>), 22 Nov 2026.${AUTHORITY}`,
  );
});

test("an organisation without a domain of its own: what was not checked, or who vouches for it in which words", async () => {
  assert.equal(
    await organisation({ level: 1, domain: undefined }),
    `Confirmed by e-mail, 20 Nov 2026. That the address belongs to the organisation was not checked.${AUTHORITY}`,
  );
  const vouch = seen("2026-11-21", { kind: "vouch", by: LIBRARY, words: "We know them & share a house." });
  assert.equal(
    await organisation({ level: 1, domain: undefined, observations: [vouch] }),
    `Confirmed by e-mail, 20 Nov 2026. Has no domain of its own. <bdi>Library</bdi> (<bdi>library.example</bdi>), confirmed from its own domain, vouches for it, 21 Nov 2026: “<bdi>We know them &amp; share a house.</bdi>”${AUTHORITY}`,
  );
});

test("what is gone is told with the day on which it was seen last, until it is back", async () => {
  const dns = seen("2026-11-20", DNS, "2026-11-25T03:00:00Z");
  const gone = seen("2026-11-26", { kind: "gone", domain: DOMAIN, of: "dns", resolvers: [] });
  assert.equal(
    await organisation({ observations: [dns, gone] }),
    `Confirmed from its e-mail domain, 20 Nov 2026. Its DNS record was seen until 25 Nov 2026, and not found since 26 Nov 2026.${AUTHORITY}`,
  );
  assert.equal(
    await organisation({ level: 3, observations: [dns, gone, seen("2026-11-28", DNS)] }),
    `Confirmed from its e-mail domain, 20 Nov 2026; from its DNS record, 28 Nov 2026.${AUTHORITY}`,
  );
});

test("a person: the mailbox, an ORCID iD with its link, an account elsewhere without its name, an organisation that names them", async () => {
  assert.equal(await person({}), "Confirmed by e-mail, 20 Nov 2026. The name is the one they gave.");
  const orcid = seen("2026-11-20", { kind: "openid", issuer: "https://orcid.org", subject: "0000-0002-1825-0097" });
  assert.equal(
    await person({ level: 2, observations: [orcid] }),
    'Confirmed by e-mail, 20 Nov 2026. Confirmed with the ORCID iD <a rel="nofollow" href="https://orcid.org/0000-0002-1825-0097">0000-0002-1825-0097</a>, 20 Nov 2026.',
  );
  const account = seen("2026-11-20", { kind: "openid", issuer: "https://id.example/realm", subject: "secret" });
  assert.equal(
    await person({ level: 2, observations: [account] }),
    "Confirmed by e-mail, 20 Nov 2026. Confirmed with a personal account at <bdi>id.example</bdi>, 20 Nov 2026.",
  );
  assert.equal(
    await person({
      level: 3,
      capacity: "institutional",
      observations: [seen("2026-11-21", { kind: "named", by: LIBRARY })],
    }),
    "Confirmed by e-mail, 20 Nov 2026. Named by <bdi>Library</bdi> (<bdi>library.example</bdi>) as its own, 21 Nov 2026. Signed in an official capacity.",
  );
});

test("for whom a person signs is said wherever an organisation stands beside the name", async () => {
  assert.match(
    await person({ organisation: "Library" }),
    / Signed in a personal capacity: the organisation says who they are, and does not sign\.$/,
  );
  assert.match(
    await person({ organisation: "Library", capacity: "institutional" }),
    / Signed in an official capacity\.$/,
  );
});

test("in which role authority was declared is said with the role's own name", async () => {
  assert.match(
    await organisation({ authority: "<chair>" }),
    / Its <bdi>&lt;chair&gt;<\/bdi> declared authority to sign\.$/,
  );
});

test("what another organisation said and took back is told, and with it that nothing was checked", async () => {
  const vouch = seen("2026-11-21", { kind: "vouch", by: LIBRARY, words: "We know them." });
  const back = seen("2026-11-23", { kind: "gone", domain: "library.example", of: "vouch", resolvers: [] });
  const told = await organisation({ level: 1, domain: undefined, observations: [vouch, back] });
  assert.ok(told.includes("was not checked."));
  assert.ok(told.includes("<bdi>library.example</bdi> took that back, 23 Nov 2026."));
});

test("an ORCID iD that is none is no link", async () => {
  const forged = seen("2026-11-20", { kind: "openid", issuer: "https://orcid.org", subject: "../../evil" });
  assert.ok(!(await person({ level: 2, observations: [forged] })).includes("<a "));
});

test("a level whose observations were lost is told in general words, never as a number", async () => {
  assert.equal(await organisation({ level: 3 }), `Confirmed by its own domain or website.${AUTHORITY}`);
  assert.ok(!/level/i.test((await organisation({ level: 4 })) + (await person({ level: 3 }))));
});
