import { runObservationVector, runSignatureNoteVector } from "../tests/evidence-vectors.ts";
import { OBSERVATION_CASES } from "./vectors/observation-cases.ts";
import { SIGNATURE_NOTE_CASES } from "./vectors/signature-note-cases.ts";
import { checkCases, writeCases } from "./vectors/write-cases.ts";

/**
 * Writes vectors/observation and vectors/signature-note. What each must lead to stands beside it; one on which the code here
 * finds anything else stops the run. With --check nothing is written, and the run fails when a file is not what it would write.
 */

const check = process.argv.includes("--check");
checkCases("observation", OBSERVATION_CASES, runObservationVector);
checkCases("signature-note", SIGNATURE_NOTE_CASES, runSignatureNoteVector);
writeCases("observation", OBSERVATION_CASES, check);
writeCases("signature-note", SIGNATURE_NOTE_CASES, check);
