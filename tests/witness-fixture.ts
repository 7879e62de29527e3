import { signCosignature } from "@undersigned/core/log/cosignature.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { formatNote, parseNote } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import { makeTestCosigner } from "./test-signer.ts";

/** A witness that cosigned: its name in policies, and when, in seconds since 1970. */
export type Cosigning = { readonly name: string; readonly time: number };

const SEEDS: Readonly<Record<string, number>> = { library: 21, partner: 22, reading: 23, stranger: 24 };

function makeWitness(name: string) {
  const seed = SEEDS[name];
  if (seed === undefined) throw new Error(`there is no witness ${name}`);
  return makeTestCosigner(`witness.${name}.example`, seed);
}

/** Adds the lines of witnesses to a signed checkpoint. */
export function cosign(note: Uint8Array, witnesses: readonly Cosigning[]): Uint8Array {
  const { text, signatures } = parseNote(note);
  const lines = witnesses.map(({ name, time }) => signCosignature(text, time, makeWitness(name).cosigner));
  return formatNote(text, [...signatures, ...lines]);
}

/** A policy of the three witnesses `library`, `partner` and `reading`, of which two must have cosigned. */
export function makeTestPolicy({ logs = [], quorum = "two" }: { logs?: VerifierKey[]; quorum?: string } = {}): Policy {
  const names = ["library", "partner", "reading"];
  return {
    logs: logs.map((key) => ({ key, url: null })),
    witnesses: names.map((name) => ({ name, key: makeWitness(name).key, url: null })),
    groups: [{ name: "two", threshold: 2, members: names }],
    quorum,
  };
}
