import { runCosignatureVector, runPolicyVector, runWitnessRequestVector } from "../tests/witness-vectors.ts";
import { COSIGNATURE_CASES } from "./vectors/cosignature-cases.ts";
import { POLICY_CASES } from "./vectors/policy-cases.ts";
import { WITNESS_REQUEST_CASES } from "./vectors/witness-request-cases.ts";
import { checkCases, writeCases } from "./vectors/write-cases.ts";

/**
 * Writes vectors/cosignature, vectors/witness-request and vectors/policy. What each must lead to stands beside it; one on
 * which the parsers here find anything else stops the run. With --check nothing is written, and the run fails when a file
 * is not what it would write.
 */

const check = process.argv.includes("--check");
checkCases("cosignature", COSIGNATURE_CASES, runCosignatureVector);
checkCases("witness-request", WITNESS_REQUEST_CASES, runWitnessRequestVector);
checkCases("policy", POLICY_CASES, runPolicyVector);
writeCases("cosignature", COSIGNATURE_CASES, check);
writeCases("witness-request", WITNESS_REQUEST_CASES, check);
writeCases("policy", POLICY_CASES, check);
