import { createHash } from "node:crypto";
import { RefusedError } from "@undersigned/core/errors.ts";
import { plainText } from "@undersigned/core/statement/inline.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import { NO_ADDITIONS } from "@undersigned/server/depositary/addition-views.ts";
import { writeConsentNotice } from "@undersigned/server/depositary/consent-notice.ts";
import type { ManagedView, PendingView, SignedInput } from "@undersigned/server/depositary/signing.ts";
import type { StatementView, TextView } from "@undersigned/server/depositary/statements.ts";
import type { PublicParts } from "@undersigned/server/pages/public/site.ts";
import { sampleChecks } from "./checks.ts";
import { sampleDisputes } from "./disputes.ts";
import { drawLogo } from "./logo.ts";
import { nobodyAsked } from "./nobody-asked.ts";
import { SIGNATORIES } from "./signatories.ts";
import { texts } from "./texts.ts";
import { sampleVersions } from "./two-versions.ts";

/*
 * A depositary that is no depositary: it holds one invented statement and remembers nothing. For looking at pages only.
 */

const BASE = "https://statements.example.org";
const OPENED = Date.UTC(2026, 10, 20);

function hex(words: string): string {
  return createHash("sha256").update(words).digest("hex");
}

function textView(lang: string, source: string): TextView {
  const bytes = new TextEncoder().encode(source);
  return {
    lang,
    bytes,
    sha256: hex(source),
    text: parseText(source),
    authentic: lang !== "zh-Hans",
    prevails: lang === "en",
  };
}

const TEXTS = new Map(Object.entries(texts).map(([lang, source]) => [lang, textView(lang, source)]));

const TERMS: NonNullable<StatementView["terms"]> = {
  who: ["organisation", "person"],
  leastLevel: { organisation: 1, person: 1 },
  reservations: true,
  unnamed: true,
  minimumAge: 16,
  controller: { name: "Riverbend Library Union", contact: "privacy@library.example.org" },
  retention: { unconfirmedDays: 7, mailboxDays: 90 },
  consentNotice: hex("notice"),
};

const DEMANDS = [
  { block: 8, addressees: ["The council of Riverbend", "The council of Upper Millford"] },
  { block: 9, addressees: ["The council of Riverbend"] },
  { block: 10, addressees: [] },
];

export function sampleStatement(changes: Partial<StatementView> = {}): StatementView {
  const title = plainText(TEXTS.get("en")?.text.title ?? []);
  return {
    id: "benchbenchbench2",
    slug: "benches",
    url: `${BASE}/s/benches`,
    state: "open",
    title,
    visibility: "public",
    publishes: null,
    linkKey: null,
    openedAt: OPENED,
    closes: "2027-03-31T22:00:00Z",
    closedAt: null,
    initiators: [
      { name: "Riverbend Library Union", domain: "library.example.org" },
      { name: "Wardens of the Lower River" },
    ],
    demands: DEMANDS,
    terms: TERMS,
    consentNotice: writeConsentNotice(title, { terms: TERMS, demands: DEMANDS }),
    version: {
      number: 1,
      digest: hex("version"),
      openedAt: OPENED,
      texts: [...TEXTS.values()].map(({ lang, sha256, text, authentic, prevails }) => {
        return { lang, sha256, blocks: text.blocks.length, authentic, prevails, title: plainText(text.title) };
      }),
    },
    reconciliation: {
      opened: [{ number: 1, openedAt: OPENED }],
      signed: 1218,
      withdrawn: 9,
      removed: { disputed: 0, forged: 2, duplicate: 1, ineligible: 0, legal: 0, mistaken: 0 },
      erased: 1,
      disputed: 1,
      standing: 1204,
      anonymised: 0,
    },
    counts: {
      total: 1204,
      organisations: 214,
      people: 990,
      named: 594,
      unnamed: 610,
      levels: { organisation: [31, 120, 63, 0], person: [968, 0, 22] },
      earlier: 0,
    },
    additions: NO_ADDITIONS,
    log: {
      origin: "statements.example.org/s/benchbenchbench2",
      vkey: `statements.example.org/s/benchbenchbench2+1a2b3c4d+${"A".repeat(43)}=`,
      size: 1231,
      root: hex("root"),
    },
    ...changes,
  };
}

const SECOND = Date.UTC(2026, 11, 2);

const VERSIONS = sampleVersions(TERMS, sampleStatement().initiators, DEMANDS, hex);

export const typed: SignedInput = {
  kind: "person",
  name: "Ines Halloran",
  place: "Riverbend",
  capacity: "personal",
  named: true,
  lang: "en",
  version: hex("version"),
};

/** The statement is "benches"; "closed", "link" and "new" are the same in other states. */
function findSample(slug: string): StatementView | null {
  switch (slug) {
    case "benches":
    case "benchbenchbench2":
      return sampleStatement();
    case "again":
      return secondVersion();
    case "closed":
      return sampleStatement({ slug, state: "closed", closedAt: Date.UTC(2027, 2, 31) });
    case "link":
      return sampleStatement({ slug, visibility: "link", publishes: "2026-12-01T08:00:00Z" });
    case "new": {
      const none = { total: 0, organisations: 0, people: 0, named: 0, unnamed: 0, earlier: 0 };
      return sampleStatement({ slug, counts: { ...none, levels: { organisation: [0, 0, 0, 0], person: [0, 0, 0] } } });
    }
    default:
      return null;
  }
}

const STATUSES = ["standing", "disputed", "withdrawn", "removed", "erased", "anonymised"] as const;

/** The statement with its second version open. */
function secondVersion(): StatementView {
  const statement = sampleStatement({ slug: "again", counts: { ...sampleStatement().counts, earlier: 8 } });
  return { ...statement, version: statement.version && { ...statement.version, number: 2, openedAt: SECOND } };
}

function againSample(token: string): ManagedView {
  const { statement: _first, ...managed } = managedSample("");
  const isEarlier = token !== "again-shown";
  const version = { number: isEarlier ? 1 : 2, openedAt: isEarlier ? OPENED : SECOND };
  return {
    ...managed,
    statement: secondVersion(),
    input: token === "again-ar" ? { ...typed, lang: "ar" } : typed,
    again: { version, isEarlier, stays: token === "again-stays", consentIndex: 7 },
  };
}

function managedSample(token: string): ManagedView {
  if (token.startsWith("again")) return againSample(token);
  const status = STATUSES.find((one) => one === token) ?? "standing";
  return {
    statement: sampleStatement(),
    index: 7,
    kind: typed.kind,
    input: typed,
    status,
    reason: status === "removed" ? "duplicate" : null,
    signedDate: "2026-11-21",
    again: null,
    receiptUrl: CONFIRMED.receiptUrl,
  };
}

function pendingSample(token: string): PendingView {
  if (token === "bad") throw new RefusedError("token_invalid", "no such token");
  const input = token === "unnamed" ? { ...typed, named: false } : typed;
  return {
    statement: sampleStatement(),
    input: token === "ar" ? { ...input, lang: "ar" } : input,
    expires: OPENED + 7 * 86_400_000,
    confirmedIndex: token === "done" ? 7 : null,
    waiting: null,
  };
}

const CONFIRMED = {
  statement: "benchbenchbench2",
  index: 7,
  receipt: null,
  receiptUrl: `${BASE}/api/v1/receipts/x?token=y`,
  manageUrl: `${BASE}/manage?token=y`,
};

const INVITATIONS: PublicParts["invitations"] = {
  invited: async (token) => ({
    statement: sampleStatement(),
    invitation: {
      id: "i",
      name: "Society of the Old Quay",
      mailbox: token === "unwilling" ? "" : "office@quay.example",
      lang: "en",
      state: token === "deciding" ? "deciding" : token === "unwilling" ? "opted-out" : "invited",
      decidingUntil: token === "deciding" ? OPENED + 14 * 86_400_000 : null,
      reminders: 0,
      mailedAt: OPENED,
      createdAt: OPENED,
      changedAt: OPENED,
      remindableAt: null,
    },
    domain: "quay.example",
    sheetToken: "s",
  }),
  sheet: async () => ({ statement: sampleStatement(), name: "Society of the Old Quay", lang: "en" }),
  open: async () => undefined,
  decide: async () => undefined,
  decline: async () => undefined,
  optOut: async () => undefined,
};

export const sample: PublicParts = {
  witnesses: { policy: () => null, states: async () => [] },
  identity: {
    baseUrl: BASE,
    origin: "statements.example.org",
    vkey: `statements.example.org+5e6f7a8b+${"B".repeat(43)}=`,
    dataDir: "data",
    chain: [],
    mailConfigured: true,
  },
  statements: {
    find: async (slug) => findSample(slug),
    list: async () => ({ items: ["benches", "closed", "new"].flatMap((slug) => findSample(slug) ?? []), next: "more" }),
    text: async (_, lang) => TEXTS.get(lang) ?? null,
    manifest: async () => null,
    versionFile: async () => null,
    counts: async () => sampleStatement().counts,
    signatory: async (_, index) => SIGNATORIES.find((one) => one.index === index) ?? null,
    signatories: async (_, query) => ({ items: [...SIGNATORIES].slice(0, query.limit), next: "more" }),
  },
  evidence: {
    published: async (_, index) =>
      (SIGNATORIES.find((one) => one.index === index)?.observations ?? []).map((one) => ({
        ...one,
        salt: hex(`salt ${one.index}`),
        note: "",
      })),
  },
  organisations: {
    find: async (domain) => {
      const { id, slug, url, title } = sampleStatement();
      const statement = { id, slug, url, title, lang: "en", version: 1 };
      const signed = SIGNATORIES.filter((one) => one.domain === domain && one.level >= 2);
      return {
        domain,
        signed: signed.map((signatory) => ({ statement, signatory })),
        next: null,
        initiated: [statement],
      };
    },
  },
  ...nobodyAsked,
  logos: {
    own: async () => ({ statement: sampleStatement(), name: "Riverbend Library Union", logo: null }),
    put: async () => undefined,
    drop: async () => undefined,
    file: async () => drawLogo(),
  },
  checks: sampleChecks(VERSIONS, secondVersion),
  signedOn: {
    count: async (_, day) => {
      const { total, organisations, people, named, unnamed } = sampleStatement().counts;
      const counted = { total, organisations, people, named, unnamed };
      return { day, publishedAt: OPENED, size: total + 1, ...counted, versions: [{ number: 1, signed: total }] };
    },
    signatories: async (_, __, query) => ({ items: [...SIGNATORIES].slice(0, query.limit), next: null }),
  },
  looking: { find: async () => null, look: () => Promise.reject(new Error("no look in samples")) },
  signatureNotes: { list: async () => [] },
  additions: { document: async () => null, translation: async () => null },
  signing: {
    submit: async (_, input) => {
      if (!input.mailbox.includes("@")) {
        throw new RefusedError("invalid_field", "That is not an e-mail address: it has no @.", { field: "mailbox" });
      }
      return { pending: "benchbenchbench2.x" };
    },
    pending: async (token) => pendingSample(token),
    confirm: async () => CONFIRMED,
    decline: async () => undefined,
    managed: async (token) => managedSample(token),
    withdraw: async () => CONFIRMED,
    anonymise: async () => CONFIRMED,
    sendManageLink: async () => undefined,
  },
  versions: VERSIONS,
  invitations: INVITATIONS,
  disputes: sampleDisputes(sampleStatement),
  resigning: { resign: async () => CONFIRMED, stay: async () => undefined },
  clock: () => OPENED,
  logs: { checkpoint: async () => null, tile: async () => null },
};
