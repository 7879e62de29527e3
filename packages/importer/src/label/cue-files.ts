// Written by tools/generate-cues.ts from the files in packages/importer/cues.
import en from "../../cues/en.json" with { type: "json" };

/** What the files of cues hold, by language tag; not yet checked. */
export const cueFiles: { readonly [tag: string]: unknown } = {
  en,
};
