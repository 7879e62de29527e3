import { CHECKPOINT_FILE, DESCRIPTION_FILE, identityFile, identityProofFile } from "@undersigned/core/verify/bundle.ts";
import { buildBundle, HOST, SEED } from "../../tests/bundle-fixture.ts";
import { tellStory } from "../../tests/bundle-story.ts";
import { tellIdentity } from "../../tests/identity-fixture.ts";
import type { BundleDefect, BundleDefects, Files } from "./bundle-defect.ts";
import type { IdentitySituation } from "./identity-situation.ts";
import { placeOf, vkeyOf } from "./identity-situation.ts";
import { IDENTITY_SITUATIONS } from "./identity-situations.ts";
import { bytesOf, drop, put, rename } from "./tamper.ts";

function makeDefect({ holder, identity, check, link = 1, code, ...asked }: IdentitySituation): BundleDefect {
  const places = {
    identity: { check: "identity", where: identityFile(link) },
    key: { check: "key", where: DESCRIPTION_FILE },
    signature: { check: "checkpoint", where: CHECKPOINT_FILE },
  } as const;
  return {
    ...asked,
    ...placeOf(check === undefined ? undefined : places[check], code),
    make: async () => buildBundle(tellStory(), { ...holder, identity: await identity() }),
  };
}

/** A bundle after two rotations, of which somebody changed the files. */
async function rotated(change: (files: Files) => Files): Promise<Files> {
  const identity = await tellIdentity({ host: HOST, seed: SEED }, [
    { to: { host: HOST, seed: 31 } },
    { to: { host: HOST, seed: 32 } },
  ]);
  return change(await buildBundle(tellStory(), { host: HOST, seed: 32, identity }));
}

const broken = { verdict: "invalid", trust: vkeyOf({ host: HOST, seed: SEED }) } as const;

/** How the key came to be what it is. */
export const IDENTITY_DEFECTS: BundleDefects = {
  ...Object.fromEntries(Object.entries(IDENTITY_SITUATIONS).map(([name, one]) => [name, makeDefect(one)])),
  chain_last_link_left_out: {
    about: "The chain ends at a key before the one that the bundle names.",
    ...broken,
    check: "identity",
    code: "wrong_origin",
    where: identityFile(1),
    make: () => rotated((files) => drop(drop(files, identityFile(2)), identityProofFile(2))),
  },
  chain_proof_missing: {
    about: "The proof of a link is missing.",
    ...broken,
    check: "files",
    code: "missing_file",
    where: identityProofFile(1),
    make: () => rotated((files) => drop(files, identityProofFile(1))),
  },
  chain_number_left_out: {
    about: "The second link is numbered as the third.",
    ...broken,
    check: "files",
    code: "extra_file",
    where: identityFile(3),
    make: () =>
      rotated((files) =>
        rename(rename(files, identityFile(2), identityFile(3)), identityProofFile(2), identityProofFile(3)),
      ),
  },
  chain_link_twice: {
    about: "The second link stands there twice.",
    ...broken,
    check: "identity",
    code: "wrong_origin",
    where: identityFile(3),
    make: () =>
      rotated((files) =>
        put(
          put(files, identityFile(3), bytesOf(files, identityFile(2))),
          identityProofFile(3),
          bytesOf(files, identityProofFile(2)),
        ),
      ),
  },
};
