import type { ErrorCode } from "@undersigned/core/errors.ts";
import type { IdentityLink } from "@undersigned/core/log/identity-chain.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import type { Verdict } from "@undersigned/core/verify/findings.ts";
import { HOST, OTHER_SEED, SEED } from "../../tests/bundle-fixture.ts";
import type { Holder, Step } from "../../tests/identity-fixture.ts";
import { tellIdentity } from "../../tests/identity-fixture.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";
import type { Asked } from "./bundle-defect.ts";

/** Who held the depositary's key one after another, and what a verifier must say: the same of a bundle and of a receipt. */
export type IdentitySituation = Asked & {
  readonly about: string;
  readonly verdict: Verdict;
  /** `signature`: the one over the statement's log. */
  readonly check?: "identity" | "key" | "signature";
  readonly code?: ErrorCode;
  /** Number of the link that is at fault. */
  readonly link?: number;
  /** Who signs the bundle or receipt, which holds this chain. */
  readonly holder: Holder;
  readonly identity: () => Promise<IdentityLink[]>;
};

export const FIRST: Holder = { host: HOST, seed: SEED };
export const SECOND: Holder = { host: HOST, seed: 31 };
export const THIRD: Holder = { host: HOST, seed: 32 };
export const FOURTH: Holder = { host: HOST, seed: 33 };
export const THIEF: Holder = { host: HOST, seed: OTHER_SEED };
export const NEW_HOST = "sign.letters.example";
export const MOVED: Holder = { host: NEW_HOST, seed: SEED };

export function vkeyOf({ host, seed }: Holder, name = host): string {
  return formatVerifierKey(makeTestSigner(name, seed).key);
}

/** Where a situation shows: a check that was only left open has no problem, and so no place. */
export function placeOf<Check extends string>(
  place: { readonly check: Check; readonly where: string } | undefined,
  code: ErrorCode | undefined,
): { check?: Check; where?: string; code?: ErrorCode } {
  if (place === undefined) return {};
  return code === undefined ? { check: place.check } : { ...place, code };
}

export function pass(...holders: readonly Holder[]): () => Promise<IdentityLink[]> {
  const [first = FIRST, ...rest] = holders;
  return () =>
    tellIdentity(
      first,
      rest.map((to) => ({ to })),
    );
}

export function tell(...steps: readonly Step[]): () => Promise<IdentityLink[]> {
  return () => tellIdentity(FIRST, steps);
}

export const trustFirst = { trust: vkeyOf(FIRST) } as const;
