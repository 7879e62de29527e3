import { createHash } from "node:crypto";
import { encodeHex, encodeUtf8, sha256 } from "@undersigned/core/bytes.ts";
import type { JsonValue } from "@undersigned/core/json.ts";
import { formatCanonicalJson } from "@undersigned/core/json.ts";
import type { Opening } from "@undersigned/core/signature/commitment.ts";
import { commit, digestPart, openBoth, openPublic } from "@undersigned/core/signature/commitment.ts";
import type { Consent, Entry } from "@undersigned/core/signature/entry.ts";
import { formatEntry } from "@undersigned/core/signature/entry.ts";
import { OBSERVATION_FORMAT } from "@undersigned/core/signature/observation.ts";
import type { PrivatePart, PublicPart } from "@undersigned/core/signature/part.ts";
import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import { formatManifest } from "@undersigned/core/statement/manifest.ts";
import type { Terms } from "@undersigned/core/statement/terms.ts";

export const STATEMENT = "readingrooms2345";

const TEXTS: readonly Readonly<Record<string, string>>[] = [
  {
    en: "# Open the reading rooms\n\nReading rooms are where a town meets its own mind.\n\n## What we ask\n\n- Open every reading room on Sundays.\n- Heat them in winter.\n",
    fr: "# Ouvrez les salles de lecture\n\nC’est dans ses salles de lecture qu’une ville se retrouve.\n\n## Nos demandes\n\n- Ouvrez chaque salle le dimanche.\n- Chauffez-les en hiver.\n",
  },
  {
    en: "# Open the reading rooms\n\nReading rooms are where a town meets its own mind, and its neighbours.\n\n## What we ask\n\n- Open every reading room on Sundays.\n- Heat them in winter.\n",
    fr: "# Ouvrez les salles de lecture\n\nC’est dans ses salles de lecture qu’une ville se retrouve, et retrouve ses voisins.\n\n## Nos demandes\n\n- Ouvrez chaque salle le dimanche.\n- Chauffez-les en hiver.\n",
  },
];

export type StoryVersion = {
  readonly manifest: Uint8Array;
  readonly digest: string;
  readonly notice: Uint8Array;
  readonly texts: ReadonlyMap<string, Uint8Array>;
};

/** A statement before it is bundled: change any of it, and the depositary signs it all the same. */
export type Story = {
  versions: StoryVersion[];
  /** Bytes of each entry. */
  entries: Uint8Array[];
  /** Which the bundle shows. */
  openings: { index: number; opening: Opening }[];
  /** All that receipts hold, by the index of the entry. */
  receiptOpenings: Map<number, Opening>;
  /** Lines of observations, in the order of their entries, as they stand in the bundle. */
  observations: { index: number; line: Uint8Array }[];
  /** Other files, such as organisations' own signatures. */
  files: Map<string, Uint8Array>;
};

export function makeTerms(notice: Uint8Array, change: Partial<Terms> = {}): Terms {
  return {
    who: ["organisation", "person"],
    leastLevel: { organisation: 1, person: 1 },
    reservations: true,
    unnamed: true,
    minimumAge: 16,
    controller: { name: "Friends of Reading Rooms", contact: "privacy@reading.example" },
    retention: { unconfirmedDays: 14, mailboxDays: 30 },
    consentNotice: encodeHex(sha256(notice)),
    ...change,
  };
}

/** Version `number` of the reading rooms' statement. */
export function makeVersion(
  number: number,
  previous: string | null,
  change: { manifest?: Partial<Manifest>; terms?: Partial<Terms> } = {},
): StoryVersion {
  const words = Object.entries(TEXTS[(number - 1) % TEXTS.length] ?? {});
  const texts = new Map(words.map(([lang, text]) => [lang, encodeUtf8(text)]));
  const notice = encodeUtf8(`I agree that the Friends of Reading Rooms count my signature of version ${number}.\n`);
  const manifest = formatManifest({
    format: "undersigned/version@v1",
    statement: STATEMENT,
    number,
    previous,
    initiators: [{ name: "Friends of Reading Rooms", domain: "reading.example" }],
    texts: [...texts].map(([lang, bytes]) => ({
      lang,
      sha256: encodeHex(sha256(bytes)),
      authentic: true,
      prevails: lang === "en",
    })),
    demands: [{ block: 3, addressees: ["Town Council"] }],
    terms: makeTerms(notice, change.terms),
    ...change.manifest,
  });
  return { manifest, digest: encodeHex(sha256(manifest)), notice, texts };
}

export type Signatory = {
  readonly kind: Consent["kind"];
  readonly named: boolean;
  readonly level?: Consent["level"];
  readonly name: string;
  readonly reservation?: string;
  readonly domain?: string;
};

/** Adds one entry after another to a story. */
export class Teller {
  readonly story: Story;

  /** @param story that goes on; by default a new one */
  constructor(
    story: Story = {
      versions: [],
      entries: [],
      openings: [],
      receiptOpenings: new Map(),
      observations: [],
      files: new Map(),
    },
  ) {
    this.story = story;
  }

  get last(): StoryVersion {
    const version = this.story.versions.at(-1);
    if (version === undefined) throw new Error("no version was opened");
    return version;
  }

  /** @returns the index of the entry */
  add(entry: Entry): number {
    return this.story.entries.push(formatEntry(entry)) - 1;
  }

  open(version: StoryVersion, closes: string | null = null): void {
    this.story.versions.push(version);
    this.add({ act: "open", version: version.digest, closes });
  }

  /** A `sign`, or a `resign` of the signature at index `of`. What can be opened to all is. */
  sign(signatory: Signatory, of?: number): number {
    const { kind, named, level = 1 } = signatory;
    const index = this.story.entries.length;
    const { commitment, shown, kept } = makeOpenings(this.last, signatory, index);
    const consent: Consent = {
      version: this.last.digest,
      kind,
      capacity: kind === "organisation" ? "institutional" : "personal",
      level,
      named,
      commitment,
    };
    this.add(of === undefined ? { act: "sign", ...consent } : { act: "resign", of, ...consent });
    this.story.receiptOpenings.set(index, kept);
    if (kind === "organisation" && named) {
      if (of !== undefined) this.hide(of);
      this.story.openings.push({ index, opening: shown });
    }
    return index;
  }

  /**
   * An `attest`, and the observation to which it commits: what was seen of the signature at index `of`.
   * @param seen its members besides those that all observations have, which it may replace
   */
  observe(of: number, level: Consent["level"], seen: Readonly<Record<string, JsonValue>>): number {
    const { digest } = this.last;
    const statement = `letters.example/s/${STATEMENT}`;
    const base = { format: OBSERVATION_FORMAT, statement, version: digest, time: "2026-11-20T11:30:00Z" };
    const observation: JsonValue = { ...base, ...seen };
    const index = this.story.entries.length;
    const hidden = salt(index, "observed");
    this.add({ act: "attest", of, level, observation: encodeHex(digestPart(hidden, observation)) });
    const line = formatCanonicalJson({ index, observation, salt: encodeHex(hidden) });
    this.story.observations.push({ index, line: Uint8Array.of(...line, 0x0a) });
    return index;
  }

  /** The bundle does not open this entry. */
  hide(index: number): void {
    this.story.openings = this.story.openings.filter((opening) => opening.index !== index);
  }
}

/** 32 bytes that are the same in every run, and fit for tests alone. */
function salt(index: number, half: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(`salt of the ${half} part of entry ${index}`).digest());
}

function makeOpenings(
  version: StoryVersion,
  { kind, named, name, reservation, domain }: Signatory,
  index: number,
): { commitment: string; shown: Opening; kept: Opening } {
  const publicPart: PublicPart = {
    ...(named ? { name } : {}),
    ...(domain === undefined ? {} : { domain }),
    lang: "en",
    date: "2026-11-20",
    ...(reservation === undefined ? {} : { reservation }),
  };
  const privatePart: PrivatePart = {
    ...(named ? {} : { name }),
    mailbox: `${kind}${index}@post.example`,
    evidence: { mailbox: "confirmed" },
    consent: {
      version: version.digest,
      notice: encodeHex(sha256(version.notice)),
      age: 16,
      time: "2026-11-20T11:00:00Z",
    },
  };
  const open = { salt: salt(index, "public"), part: publicPart };
  const closed = { salt: salt(index, "private"), part: privatePart };
  return {
    commitment: encodeHex(commit(open, closed)),
    shown: openPublic(open, digestPart(closed.salt, closed.part)),
    kept: openBoth(open, closed),
  };
}

/** A statement in which about everything happens once. */
export function tellStory(): Story {
  const teller = new Teller();
  teller.open(makeVersion(1, null), "2026-12-01T00:00:00Z");
  const library = teller.sign({ kind: "organisation", named: true, name: "Library of Alexandria", level: 3 });
  const club = teller.sign({ kind: "organisation", named: true, name: "نادي القرّاء", reservation: "Not ¶ 4." });
  const ada = teller.sign({ kind: "person", named: true, name: "Ada Winter" });
  teller.sign({ kind: "person", named: false, name: "Bo Nilsson" });
  const cem = teller.sign({ kind: "person", named: false, name: "Cem Öz" });
  teller.sign({ kind: "organisation", named: false, name: "A shop that must not be named" });
  const bakers = teller.sign({ kind: "organisation", named: true, name: "Bakers’ Guild" });
  teller.add({ act: "attest", of: club, level: 2, observation: "ab".repeat(32) });
  teller.add({ act: "withdraw", of: ada });
  teller.add({ act: "dispute", of: bakers });
  teller.add({ act: "remove", of: bakers, reason: "disputed" });
  teller.hide(bakers);
  const { digest } = teller.last;
  teller.add({ act: "correction", version: digest, lang: "fr", block: 1, note: "Read “la ville” for “une ville”." });
  teller.open(makeVersion(2, digest), "2026-12-01T00:00:00Z");
  teller.sign({ kind: "organisation", named: true, name: "Library of Alexandria", level: 3 }, library);
  teller.sign({ kind: "person", named: true, name: "Dana Ito" });
  teller.add({ act: "close" });
  teller.add({ act: "anonymise", of: cem });
  return teller.story;
}

/** A statement of which something is observed: two versions; a library with a domain, a club without, a shop without a name, a person. */
export function tellToBeObserved(): Story {
  const teller = new Teller();
  teller.open(makeVersion(1, null), "2026-12-01T00:00:00Z");
  const library: Signatory = {
    kind: "organisation",
    named: true,
    name: "Library of Alexandria",
    domain: "library.example",
  };
  const first = teller.sign({ ...library, level: 2 });
  teller.sign({ kind: "organisation", named: true, name: "نادي القرّاء" });
  teller.sign({ kind: "organisation", named: false, name: "A shop that must not be named" });
  teller.open(makeVersion(2, teller.last.digest), "2026-12-01T00:00:00Z");
  teller.sign({ ...library, level: 2 }, first);
  teller.sign({ kind: "person", named: true, name: "Dana Ito" });
  return teller.story;
}

/** A story as it was when its log had `size` entries. Nothing is shown of it that its bundle could open. */
export function cutStory(story: Story, size: number): Story {
  const entries = story.entries.slice(0, size);
  const opened = story.versions.filter(({ digest }) =>
    entries.some(
      (entry) =>
        Buffer.from(entry).toString().includes(`"act":"open"`) && Buffer.from(entry).toString().includes(digest),
    ),
  );
  return { ...story, versions: opened, entries, openings: [], observations: [], files: new Map() };
}

/** A statement with `count` signatures, every third of an organisation. */
export function tellLongStory(count: number): Story {
  const teller = new Teller();
  teller.open(makeVersion(1, null));
  for (let i = 0; i < count; i++) {
    const kind = i % 3 === 0 ? "organisation" : "person";
    teller.sign({ kind, named: i % 2 === 0, name: `Signatory ${i}` });
  }
  return teller.story;
}
