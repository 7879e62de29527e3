import { DESCRIPTION_FILE, HEAD_PROOF_FILE } from "@undersigned/core/verify/bundle.ts";
import { buildBundle } from "../../tests/bundle-fixture.ts";
import { tellStory } from "../../tests/bundle-story.ts";
import type { BundleDefect, BundleDefects } from "./bundle-defect.ts";
import { bytesOf, put } from "./tamper.ts";
import type { WitnessSituation } from "./witness-situations.ts";
import { damageLastLine, WITNESS_SITUATIONS } from "./witness-situations.ts";

function makeDefect({ cosigned, damaged, ...situation }: WitnessSituation): BundleDefect {
  const where = situation.check === "key" ? DESCRIPTION_FILE : HEAD_PROOF_FILE;
  return {
    ...situation,
    ...(situation.code === undefined ? {} : { where }),
    async make() {
      const files = await buildBundle(tellStory(), { witnesses: cosigned });
      if (damaged === undefined) return files;
      const proof = Buffer.from(bytesOf(files, HEAD_PROOF_FILE)).toString();
      return put(files, HEAD_PROOF_FILE, damageLastLine(proof));
    },
  };
}

/** Who has cosigned, and who was asked for. */
export const WITNESS_DEFECTS: BundleDefects = Object.fromEntries(
  Object.entries(WITNESS_SITUATIONS).map(([name, situation]) => [name, makeDefect(situation)]),
);
