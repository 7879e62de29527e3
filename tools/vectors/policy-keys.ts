import { formatCosignerKey } from "@undersigned/core/log/cosignature.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { makeTestCosigner, makeTestSigner } from "../../tests/test-signer.ts";

/** The depositary's log. */
export const LOG: string = formatVerifierKey(makeTestSigner("letters.example", 1).key);

/** A witness whose key is that of `witnessKey(number)`, under another name. */
export function witnessKey(number: number, name = `witness${number}.example`): string {
  return formatCosignerKey(makeTestCosigner(name, 30 + number).key);
}

export const [A, B, C, D, E] = [1, 2, 3, 4, 5].map((number) => witnessKey(number)) as [
  string,
  string,
  string,
  string,
  string,
];

/** Lines 1 to 3 of many policies. */
export const THREE: string = `witness a ${A}\nwitness b ${B}\nwitness c ${C}\n`;
