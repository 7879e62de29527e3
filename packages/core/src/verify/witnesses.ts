import { VerificationError } from "../errors.ts";
import { checkCosignatures } from "../log/cosignature.ts";
import type { Head } from "../log/head.ts";
import { parseNote } from "../log/note.ts";
import type { Policy } from "../log/policy.ts";
import { describeQuorum, meetsQuorum, QUORUM_NONE } from "../log/policy.ts";
import type { Findings } from "./findings.ts";
import { formatTime, tellMoment } from "./time.ts";

/** How old the cosignatures may be that make up a quorum. Seconds; `now` since 1970-01-01T00:00:00Z, by the caller's clock. */
export type Freshness = { readonly now: number; readonly maxAge: number };

/** What the witnesses of a policy have to say. Plain data. */
export type Witnessed = {
  /** Who must have cosigned, in words, such as `2 of 3 witnesses: a, b, c`; null when the policy asks for nobody. */
  readonly quorum: string | null;
  /** Whether they have. */
  readonly met: boolean;
  /** Those of the policy's witnesses that cosigned, as the policy calls them, and when: `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly cosigned: readonly { readonly name: string; readonly time: string }[];
};

/** So far apart two honest clocks may be, in seconds. */
const CLOCK_ALLOWANCE = 300;

type WitnessFindings = Pick<Findings<"witnesses">, "attempt" | "fail" | "leave" | "done">;

/**
 * Checks which witnesses of a policy have cosigned a checkpoint of the log of heads, and whether they are enough.
 * @param where names the checkpoint for a problem
 * @param note the checkpoint as a signed note, opened with the depositary's key; null when there is none that holds
 * @param head the head that it covers: nobody can have cosigned before it was published
 */
export function checkWitnesses(
  findings: WitnessFindings,
  where: string,
  note: Uint8Array | null,
  head: Head | null,
  policy: Policy,
  freshness: Freshness | null,
): Witnessed {
  const quorum = policy.quorum === QUORUM_NONE ? null : describeQuorum(policy);
  if (note === null || head === null) {
    findings.leave("witnesses", "There is no log of heads that holds for them to have cosigned.");
    return { quorum, met: false, cosigned: [] };
  }
  const keys = policy.witnesses.map(({ key }) => key);
  const cosigned = findings.attempt("witnesses", where, () => checkCosignatures(parseNote(note), keys)) ?? [];
  const named = cosigned.map(({ key, time }) => ({ key, time, name: nameOf(policy, key) }));
  for (const { name, time } of named) findings.attempt("witnesses", where, () => checkTime(name, time, head));
  const fresh = named.filter(({ time }) => isFresh(time, freshness));
  const met = meetsQuorum(
    policy,
    fresh.map(({ key }) => key),
  );
  const told = named.map(({ name, time }) => ({ name, time: formatTime(time) }));
  if (!met) findings.leave("witnesses", describeLack(describeQuorum(policy), told, fresh.length));
  findings.done("witnesses");
  return { quorum, met, cosigned: told };
}

function nameOf({ witnesses }: Policy, key: Policy["witnesses"][number]["key"]): string {
  return witnesses.find((witness) => witness.key === key)?.name ?? key.name;
}

/** A head is in no checkpoint before its time, so who cosigned earlier has a wrong clock, or the depositary has. */
function checkTime(name: string, time: number, head: Head): void {
  if (time + CLOCK_ALLOWANCE >= head.time) return;
  throw new VerificationError(
    "wrong_time",
    `${name} says that it cosigned at ${formatTime(time)}, and the depositary that this was published only at ${formatTime(head.time)}: one of the two clocks is wrong`,
  );
}

/** A time that is yet to come is not fresh either: it would be so for ever. */
function isFresh(time: number, freshness: Freshness | null): boolean {
  if (freshness === null) return true;
  const { now, maxAge } = freshness;
  return time >= now - maxAge && time <= now + CLOCK_ALLOWANCE;
}

function describeLack(quorum: string, cosigned: Witnessed["cosigned"], fresh: number): string {
  const asked = `Your policy asks for ${quorum}.`;
  if (cosigned.length === 0) return `${asked} None of them has cosigned.`;
  const listed = cosigned.map(({ name, time }) => `${name} (${tellMoment(time)})`).join("; ");
  const has = cosigned.length === 1 ? "has" : "have";
  if (fresh === cosigned.length) return `${asked} Only ${fresh} of its witnesses ${has} cosigned: ${listed}.`;
  const recent = fresh === 0 ? "none of them" : `only ${fresh} of them`;
  return `${asked} ${cosigned.length} of its witnesses ${has} cosigned, ${recent} recently enough for you: ${listed}.`;
}
