import { ADDITION_DEFECTS } from "./addition-defects.ts";
import type { BundleDefects } from "./bundle-defect.ts";
import { HINT_DEFECTS } from "./hint-defects.ts";
import { IDENTITY_DEFECTS } from "./identity-defects.ts";
import { KEY_DEFECTS } from "./key-defects.ts";
import { LOG_DEFECTS } from "./log-defects.ts";
import { OBSERVED_DEFECTS } from "./observed-defects.ts";
import { OPENING_DEFECTS } from "./opening-defects.ts";
import { SIGNED_DEFECTS } from "./signed-defects.ts";
import { VERSION_DEFECTS } from "./version-defects.ts";
import { WITNESS_DEFECTS } from "./witness-defects.ts";

/** Every vector of vectors/bundle, by its name. */
export const BUNDLE_DEFECTS: BundleDefects = {
  valid: {
    about:
      "Two versions in two languages; signed, signed again, attested, withdrawn, disputed, removed, corrected, closed, anonymised.",
    verdict: "valid",
    make: (files) => files,
  },
  ...VERSION_DEFECTS,
  ...HINT_DEFECTS,
  ...LOG_DEFECTS,
  ...OPENING_DEFECTS,
  ...OBSERVED_DEFECTS,
  ...ADDITION_DEFECTS,
  ...SIGNED_DEFECTS,
  ...KEY_DEFECTS,
  ...IDENTITY_DEFECTS,
  ...WITNESS_DEFECTS,
};
