import { createHash } from "node:crypto";
import type { Observation, Seen } from "@undersigned/core/signature/observation.ts";
import { OBSERVATION_FORMAT } from "@undersigned/core/signature/observation.ts";
import type { ShownObservation, SignatoryView } from "@undersigned/server/depositary/statements.ts";

/*
 * Invented signatories of every kind and level, as the list shows them.
 */

const VERSION = createHash("sha256").update("version").digest("hex");
const PAGE = createHash("sha256").update("page").digest("hex");
const RESOLVERS = ["192.0.2.1:53", "192.0.2.129:53", "198.51.100.7:53"];
const UNION = { name: "Riverbend Library Union", domain: "library.example.org" } as const;

/** Seen on a day of November, and again until another. */
type Sight = readonly [day: number, seen: Seen, again?: number];

type Sample = Omit<SignatoryView, "index" | "version" | "lang" | "date" | "observations"> & {
  readonly day: number;
  readonly lang?: string;
  readonly sights?: readonly Sight[];
};

function dns(domain: string, names: "version" | "key" = "version"): Seen {
  const record =
    names === "version"
      ? `undersigned=v1 version=${VERSION}`
      : `undersigned=v1 key=${domain}+1a2b3c4d+${"A".repeat(43)}=`;
  const resolvers = RESOLVERS.map((resolver) => ({ resolver, records: [record] }));
  return { kind: "dns", domain, name: `_undersigned.${domain}`, names, record, resolvers };
}

const ORGANISATION = { kind: "organisation", capacity: "institutional" } as const;

export const SAMPLES: readonly Sample[] = [
  {
    ...ORGANISATION,
    ...UNION,
    day: 20,
    level: 4,
    role: "Ada Winter",
    authority: "director",
    place: "Riverbend",
    country: "KE",
    logo: { sha256: PAGE, width: 400, height: 140 },
    sights: [
      [
        20,
        {
          kind: "web-page",
          domain: UNION.domain,
          url: `https://${UNION.domain}/news/benches`,
          link: "https://statements.example.org/s/benches",
          sha256: PAGE,
        },
        27,
      ],
      [21, { kind: "approval", domain: UNION.domain, role: "treasurer" }],
    ],
  },
  {
    ...ORGANISATION,
    day: 20,
    level: 4,
    name: "Wardens of the Lower River",
    domain: "wardens.example",
    authority: "secretary",
    country: "RS",
    sights: [
      [20, dns("wardens.example", "key"), 27],
      [
        20,
        {
          kind: "key",
          domain: "wardens.example",
          vkey: `wardens.example+1a2b3c4d+${"A".repeat(43)}=`,
          note: "undersigned/signature@v1\n…\n",
        },
      ],
    ],
  },
  {
    ...ORGANISATION,
    day: 20,
    level: 3,
    name: "School at the Old Quay",
    domain: "quay.example",
    authority: "head",
    sights: [[22, dns("quay.example"), 27]],
  },
  {
    ...ORGANISATION,
    day: 21,
    level: 3,
    lang: "ar",
    name: "جمعية أصدقاء الحديقة",
    names: { ar: "جمعية أصدقاء الحديقة", en: "Friends of the Garden" },
    domain: "garden.example",
    authority: "chair",
    country: "TN",
    sights: [
      [
        21,
        {
          kind: "well-known",
          domain: "garden.example",
          url: "https://garden.example/.well-known/undersigned.json",
          names: "version",
          sha256: PAGE,
        },
        27,
      ],
    ],
  },
  {
    ...ORGANISATION,
    day: 21,
    level: 2,
    name: "Bücherei am Fluss",
    domain: "xn--bcherei-n2a.example",
    authority: "Leiterin",
    country: "DE",
    reservation: "We join all of it but paragraph 9: we have no benches of our own.",
  },
  {
    ...ORGANISATION,
    day: 22,
    level: 2,
    name: "Ferry Museum",
    domain: "ferry.example",
    sights: [
      [22, dns("ferry.example"), 25],
      [
        26,
        {
          kind: "gone",
          domain: "ferry.example",
          of: "dns",
          resolvers: RESOLVERS.map((resolver) => ({ resolver, records: [] })),
        },
      ],
    ],
  },
  {
    ...ORGANISATION,
    day: 22,
    level: 1,
    name: "Night Readers",
    authority: "convener",
    place: "Kade",
    sights: [[23, { kind: "vouch", by: UNION, words: "They have met in our reading room every Tuesday since 2011." }]],
  },
  {
    kind: "person",
    capacity: "personal",
    day: 22,
    level: 1,
    name: "Tomás Okonjo-Lindqvist",
    role: "postman",
    place: "Upper Millford",
  },
  {
    kind: "person",
    capacity: "personal",
    day: 22,
    level: 2,
    name: "Ines Halloran",
    organisation: "Millford University",
    sights: [[22, { kind: "openid", issuer: "https://orcid.org", subject: "0000-0002-1825-0097" }]],
  },
  {
    kind: "person",
    capacity: "personal",
    day: 23,
    level: 2,
    name: "Милица Петровић",
    place: "Нови Брод",
    sights: [[23, { kind: "openid", issuer: "https://accounts.example", subject: "x" }]],
  },
  {
    kind: "person",
    capacity: "institutional",
    day: 23,
    level: 3,
    name: "Ελένη Βασιλείου",
    role: "βιβλιοθηκονόμος",
    organisation: UNION.name,
    sights: [[24, { kind: "named", by: UNION }]],
  },
  {
    kind: "person",
    capacity: "personal",
    day: 24,
    level: 1,
    name: "B. Vandersloot",
    place: "Kade",
    reservation: "I join all of it but the date: the spring of 2028 is too late for my mother.",
  },
];

function view({ day, lang = "en", sights = [], ...shown }: Sample, index: number): SignatoryView {
  const observations = sights.map(([on, seen, again], i): ShownObservation => {
    const base = {
      format: OBSERVATION_FORMAT,
      statement: "statements.example.org/s/benchbenchbench2",
      version: VERSION,
    } as const;
    const observation: Observation = { ...base, time: `2026-11-${on}T09:12:00Z`, ...seen };
    return {
      observation,
      index: 400 + 10 * index + i,
      seenAgain: again === undefined ? null : Date.UTC(2026, 10, again, 3),
    };
  });
  return { ...shown, index: index + 1, version: 1, lang, date: `2026-11-${day}`, observations };
}

export const SIGNATORIES: readonly SignatoryView[] = SAMPLES.map(view);
