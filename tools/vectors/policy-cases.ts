import type { PolicyVector } from "../../tests/witness-vectors.ts";
import { REFUSED_POLICIES } from "./policy-refused-cases.ts";
import { VALID_POLICIES } from "./policy-valid-cases.ts";

/** Every vector of vectors/policy. */
export const POLICY_CASES: Readonly<Record<string, PolicyVector>> = {
  ...Object.fromEntries(
    Object.entries(VALID_POLICIES).map(([name, { about, policy, ...rest }]) => [
      name,
      { about, error: null, policy: { text: policy }, ...rest },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(REFUSED_POLICIES).map(([name, { about, policy, line, error = "malformed" }]) => [
      name,
      { about, error, policy: typeof policy === "string" ? { text: policy } : policy, line },
    ]),
  ),
};
