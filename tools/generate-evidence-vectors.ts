import { runDisputeVector, runObservationVector, runSignatureNoteVector } from "../tests/evidence-vectors.ts";
import { DISPUTE_CASES } from "./vectors/dispute-cases.ts";
import { OBSERVATION_CASES } from "./vectors/observation-cases.ts";
import { SIGNATURE_NOTE_CASES } from "./vectors/signature-note-cases.ts";
import { checkCases, writeCases } from "./vectors/write-cases.ts";

/**
 * Writes vectors/observation, vectors/signature-note and vectors/dispute. What each must lead to stands beside it; one on which the code here
 * finds anything else stops the run. With --check nothing is written, and the run fails when a file is not what it would write.
 */

const check = process.argv.includes("--check");
checkCases("observation", OBSERVATION_CASES, runObservationVector);
checkCases("signature-note", SIGNATURE_NOTE_CASES, runSignatureNoteVector);
checkCases("dispute", DISPUTE_CASES, runDisputeVector);
writeCases("observation", OBSERVATION_CASES, check);
writeCases("signature-note", SIGNATURE_NOTE_CASES, check);
writeCases("dispute", DISPUTE_CASES, check);
