import type { SignatureInput } from "@undersigned/server/depositary/signing.ts";
import { CYRILLIC } from "./cyrillic-names.ts";
import { LATIN } from "./latin-names.ts";
import { OTHER } from "./other-names.ts";
import type { Tongue } from "./tongue.ts";

/** What somebody types on the sign page. */
export type Signatory = Omit<SignatureInput, "version" | "consent">;

/** Each tongue as often as its share. */
const SHARED = [...LATIN, ...CYRILLIC, ...OTHER].flatMap((tongue) => new Array<Tongue>(tongue.share).fill(tongue));

/** Of a hundred. */
const ORGANISATIONS = 14;
const NAMED_PEOPLE = 45;
const RESERVATIONS = 2;

const RESERVED = [
  "We join the whole Declaration and teach article 26 in two languages.",
  "I sign for the words as they stand in my own language only.",
  "We read “school” in article 26 as including libraries.",
];

const AUTHORITIES = ["director", "chair", "secretary", "head", "treasurer"];

/** A source of numbers from 0 (included) to 1 (excluded), the same after the same seed. */
export type Chance = () => number;

/** The mulberry32 generator: 32 bits of state are plenty for inventing names. */
export function makeChance(seed: number): Chance {
  let state = seed >>> 0;
  return function next() {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Invented organisations and people; each has a mailbox of its own in a domain that cannot exist (RFC 2606). */
export function makeSignatories(count: number, chance: Chance): Signatory[] {
  return Array.from({ length: count }, (_, i) => {
    const tongue = pick(SHARED, chance);
    return chance() * 100 < ORGANISATIONS ? makeOrganisation(tongue, i, chance) : makePerson(tongue, i, chance);
  });
}

function makeOrganisation(tongue: Tongue, number: number, chance: Chance): Signatory {
  const place = placeIn(tongue, chance);
  return {
    kind: "organisation",
    name: pick(tongue.bodies, chance)(place),
    representative: personIn(tongue, chance),
    authority: pick(AUTHORITIES, chance),
    place,
    mailbox: `office@organisation-${number}.example`,
    capacity: "institutional",
    named: true,
    lang: tongue.lang,
    ...reservation(chance),
  };
}

function makePerson(tongue: Tongue, number: number, chance: Chance): Signatory {
  const named = chance() * 100 < NAMED_PEOPLE;
  const institutional = chance() < 0.1;
  return {
    kind: "person",
    name: personIn(tongue, chance),
    ...(chance() < 0.6 ? { place: placeIn(tongue, chance) } : {}),
    ...(chance() < 0.5 || institutional ? { role: pick(tongue.roles, chance) } : {}),
    ...(institutional ? { organisation: pick(tongue.bodies, chance)(placeIn(tongue, chance)) } : {}),
    mailbox: `signatory-${number}@post.example`,
    capacity: institutional ? "institutional" : "personal",
    named,
    lang: tongue.lang,
    ...(named ? reservation(chance) : {}),
  };
}

function reservation(chance: Chance): { reservation?: string } {
  return chance() * 100 < RESERVATIONS ? { reservation: pick(RESERVED, chance) } : {};
}

function personIn(tongue: Tongue, chance: Chance): string {
  const { given, family } = pick(tongue.people, chance);
  const surname = `${pickWord(family[0], chance)}${pickWord(family[1], chance)}`;
  return tongue.familyFirst ? `${surname}${pickWord(given, chance)}` : `${pickWord(given, chance)} ${surname}`;
}

function placeIn({ places: [beginnings, between, ends] }: Tongue, chance: Chance): string {
  return `${pickWord(beginnings, chance)}${between}${pickWord(ends, chance)}`;
}

function pickWord(words: string, chance: Chance): string {
  return pick(words.split(" "), chance);
}

function pick<T>(from: readonly T[], chance: Chance): T {
  return from[Math.floor(chance() * from.length)] as T;
}
