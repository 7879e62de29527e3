import type { BundleDefects } from "./bundle-defect.ts";
import { OBSERVED_LINE_DEFECTS, OBSERVED_VALID } from "./observed-line-defects.ts";
import { OBSERVED_ORGANISATION_DEFECTS, SIGNATURE_NOTE_DEFECTS } from "./observed-organisation-defects.ts";

/** What the depositary saw of organisations, and their own signatures. */
export const OBSERVED_DEFECTS: BundleDefects = {
  ...OBSERVED_VALID,
  ...OBSERVED_LINE_DEFECTS,
  ...OBSERVED_ORGANISATION_DEFECTS,
  ...SIGNATURE_NOTE_DEFECTS,
};
