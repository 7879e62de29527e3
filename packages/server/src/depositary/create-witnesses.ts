import { formatCosignerKey } from "@undersigned/core/log/cosignature.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import { describeQuorum, formatPolicy, QUORUM_NONE } from "@undersigned/core/log/policy.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { listWitnesses } from "@undersigned/store/witnesses.ts";
import { checkOwnLog } from "../witness-policy.ts";
import type { Anchors } from "./anchor.ts";
import type { CosignedHeads } from "./cosigned.ts";
import { makeCosignedHeads } from "./cosigned.ts";
import type { Covering } from "./covering.ts";
import { makeCovering } from "./covering.ts";
import type { SigningKey } from "./keys.ts";
import type { TileReading } from "./tile-reading.ts";
import type { WitnessChange } from "./witness-state.ts";
import { isCondition } from "./witness-state.ts";
import type { Witnesses, WitnessPolicyView } from "./witnesses.ts";
import type { Witnessing, WitnessingTimes } from "./witnessing.ts";
import { makeWitnessing, WITNESSING_TIMES } from "./witnessing.ts";

export type WitnessesOptions = {
  readonly store: Store;
  /** Who cosigns the log of heads, and where they are asked; null: nobody. */
  readonly witnessPolicy: Policy | null;
  /** Those of the program, unless a test says otherwise. */
  readonly witnessingTimes?: WitnessingTimes;
  /** Told when it begins to stand otherwise with a witness. */
  readonly onWitness: (change: WitnessChange) => void;
  readonly clock: () => number;
  readonly onError: (error: unknown, what: string) => void;
};

type Deps = {
  readonly tiles: TileReading;
  readonly anchors: Pick<Anchors, "cover" | "seen">;
  readonly key: SigningKey;
  /** Keys that held before. */
  readonly earlier: readonly VerifierKey[];
  /** Of the log of heads. */
  readonly origin: () => string;
};

/** Everything about witnesses: asking them, reading what they cosigned, proving from it, and showing it. */
export type WitnessParts = {
  readonly witnessing: Witnessing;
  readonly cosigned: CosignedHeads;
  readonly covering: Covering;
  readonly witnesses: Witnesses;
};

const NOBODY: Witnessing = { poke: () => undefined, start: () => undefined, close: async () => undefined };

/** @throws RefusedError `configuration` when the policy is that of another depositary */
export function createWitnesses(options: WitnessesOptions, deps: Deps): WitnessParts {
  const { store, witnessPolicy: policy } = options;
  const { key, origin } = deps;
  const cosigned = makeCosignedHeads(store, policy);
  return {
    witnessing: policy === null ? NOBODY : watchBy(policy, options, deps),
    cosigned,
    covering: makeCovering({ store, cosigned, key, origin }),
    witnesses: viewWitnesses(store, policy, deps),
  };
}

function watchBy(
  policy: Policy,
  options: WitnessesOptions,
  { tiles, anchors, key, earlier, origin }: Deps,
): Witnessing {
  checkOwnLog(policy, key.verifierKey(origin()), earlier);
  const { store, clock, onError, onWitness } = options;
  return makeWitnessing({
    store,
    tiles,
    policy,
    times: options.witnessingTimes ?? WITNESSING_TIMES,
    clock,
    onChange: onWitness,
    cover: anchors.cover,
    onAhead: anchors.seen,
    onError: (error) => onError(error, "witnesses"),
  });
}

function viewWitnesses(store: Store, policy: Policy | null, { key, origin }: Deps): Witnesses {
  return {
    policy: () => policy && viewPolicy(policy, key, origin()),
    async states() {
      if (policy === null) return [];
      const rows = await listWitnesses(store);
      return policy.witnesses.map(({ name, key, url }) => {
        const vkey = formatCosignerKey(key);
        const row = rows.find((known) => known.vkey === vkey);
        return {
          name,
          vkey,
          url: url ?? "",
          condition: row && isCondition(row.condition) ? row.condition : "new",
          detail: row?.detail ?? null,
          since: row?.since ?? null,
          cosignedAt: row?.cosigned_at ?? null,
        };
      });
    },
  };
}

/** The policy as others need it: with our own log, and without the addresses at which only we ask. */
function viewPolicy(policy: Policy, key: SigningKey, origin: string): WitnessPolicyView {
  const { groups, quorum } = policy;
  const witnesses = policy.witnesses.map(({ name, key }) => ({ name, key, url: null }));
  return {
    names: witnesses.map(({ name }) => name),
    quorum: quorum === QUORUM_NONE ? null : describeQuorum(policy),
    file: formatPolicy({ logs: [{ key: key.verifierKey(origin), url: null }], witnesses, groups, quorum }),
  };
}
