import { decodeHex, decodeUtf8, encodeHex, encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { Observation, Seen } from "@undersigned/core/signature/observation.ts";
import { digestObservation, OBSERVATION_FORMAT } from "@undersigned/core/signature/observation.ts";
import { formatObservationNote } from "@undersigned/core/signature/observation-note.ts";
import type { ObservationTable } from "@undersigned/store/observation-table.ts";
import type { ObservationRow } from "@undersigned/store/observations.ts";
import type { Insertable } from "kysely";
import type { Secrets } from "../secrets.ts";
import type { ObservationView } from "./evidence.ts";
import type { SigningKey } from "./keys.ts";
import { endsIt } from "./level-of.ts";
import { formatSeconds } from "./moments.ts";
import { randomBytes } from "./random.ts";
import { seal, unseal } from "./seal.ts";

/** An observation as it is kept. */
export type Observed = {
  readonly id: string;
  readonly observation: Observation;
  /** 32 bytes, hexadecimal. */
  readonly salt: string;
  /** The depositary's signed note over it. */
  readonly note: string;
  readonly attestIndex: number | null;
  readonly seenAgain: number | null;
};

/** What was seen, whose it is, and the version that is signed. */
type Sighting = {
  readonly statementId: string;
  readonly holder: string;
  readonly version: string;
  readonly seen: Seen;
  /** How many there are of this holder already. */
  readonly before: number;
  readonly now: number;
};

/** Makes an observation of what was seen (MalformedError where it could not have been): dated, salted, signed by the depositary, and sealed to its place. */
export type Observe = (sighting: Sighting, attestIndex: number | null) => ObservedRow;

export type ObservedRow = { readonly observed: Observed; readonly row: Insertable<ObservationTable> };

export function makeObserve(deps: {
  readonly secrets: Pick<Secrets, "sealKey">;
  readonly key: SigningKey;
  /** Origin of the log of heads. */
  readonly origin: () => string;
}): Observe {
  return ({ statementId, holder, version, seen, before, now }, attestIndex) => {
    const origin = deps.origin();
    const base = { format: OBSERVATION_FORMAT, statement: `${origin}/s/${statementId}`, version } as const;
    const observation: Observation = { ...base, time: formatSeconds(now), ...seen };
    const note = decodeUtf8(formatObservationNote(observation, deps.key.signer(origin)));
    const order = `${String(now).padStart(15, "0")}.${String(before).padStart(4, "0")}`;
    const id = `${order}.${encodeHex(randomBytes(8))}`;
    const salt = encodeHex(randomBytes(32));
    const plain = encodeUtf8(JSON.stringify({ observation, salt, note }));
    return {
      observed: { id, observation, salt, note, attestIndex, seenAgain: null },
      row: {
        statement_id: statementId,
        id,
        holder,
        kind: seen.kind,
        observation_sealed: seal(deps.secrets.sealKey, plain, "observation", statementId, id),
        attest_index: attestIndex,
        observed_at: now,
        seen_again_at: null,
      },
    };
  };
}

/** @throws MalformedError when it was sealed with another key, or changed */
export function openObserved({ sealKey }: Pick<Secrets, "sealKey">, row: ObservationRow): Observed {
  const plain = unseal(sealKey, row.observation_sealed, "observation", row.statement_id, row.id);
  const { observation, salt, note } = JSON.parse(decodeUtf8(plain));
  return { id: row.id, observation, salt, note, attestIndex: row.attest_index, seenAgain: row.seen_again_at };
}

/** What an `attest` says of an observation: HMAC-SHA-256 of its canonical JSON under its salt, in hexadecimal. */
export function digestOf({ salt, observation }: Pick<Observed, "salt" | "observation">): string {
  return encodeHex(digestObservation(decodeHex(salt), observation));
}

export function viewObserved({ observation, salt, note, attestIndex, seenAgain }: Observed): ObservationView {
  return { observation, salt, note, index: attestIndex, seenAgain };
}

/**
 * The observation that says the same already, or undefined: then this one is news. What was found to be gone since says
 * nothing any more, and what is gone is not gone twice.
 */
export function findSame(observed: readonly Observed[], seen: Seen): Observed | undefined {
  const since = observed.findLastIndex(({ observation }) => endsOther(observation, seen));
  return observed.slice(since + 1).findLast(({ observation }) => whatIs(observation) === whatIs(seen));
}

/** Whether `later` is about the same as `seen`, and says the contrary. */
function endsOther(later: Seen, seen: Seen): boolean {
  return endsIt(later, seen) || endsIt(seen, later);
}

/** What an observation is of: those with the same are one thing, seen again. */
function whatIs(seen: Seen): string {
  switch (seen.kind) {
    case "dns":
      return JSON.stringify([seen.kind, seen.domain, seen.record]);
    case "well-known":
      return JSON.stringify([seen.kind, seen.domain, seen.names, seen.sha256]);
    case "web-page":
      return JSON.stringify([seen.kind, seen.domain, seen.url, seen.link]);
    case "key":
      return JSON.stringify([seen.kind, seen.domain, seen.vkey, seen.note]);
    case "approval":
      return JSON.stringify([seen.kind, seen.domain]);
    case "openid":
      return JSON.stringify([seen.kind, seen.issuer, seen.subject]);
    case "vouch":
    case "named":
      return JSON.stringify([seen.kind, seen.by.domain]);
    case "gone":
      return JSON.stringify([seen.kind, seen.domain, seen.of]);
  }
}
