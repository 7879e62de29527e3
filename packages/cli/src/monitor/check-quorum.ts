import { UndersignedError } from "@undersigned/core/errors.ts";
import type { CosignerKey } from "@undersigned/core/log/cosignature.ts";
import { checkCosignatures } from "@undersigned/core/log/cosignature.ts";
import { NOTE_LIMIT, parseNote } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import { describeQuorum, meetsQuorum } from "@undersigned/core/log/policy.ts";
import type { Visiting } from "./visiting.ts";

/** Cosignatures come a moment after a checkpoint: how often it is looked at again, and how long in between, in milliseconds. */
const LOOKS = 3;
const PAUSE = 2_000;

/**
 * Seconds after which a cosignature counts no more: a log that is quiet is cosigned again every hour. Without it, whoever is
 * shown one state for ever could not tell. The rest is for clocks that differ.
 */
const GREATEST_AGE = 86_400 + 300;

/**
 * Asks for the cosignatures that the policy wants on the checkpoint of the log of heads, and tells whose are missing.
 * @param note as it was read and opened
 */
export async function checkQuorum(visiting: Visiting, note: string): Promise<void> {
  const { policy, host, site } = visiting;
  if (policy === null) return;
  let missing: readonly string[] = [];
  for (let look = 1; look <= LOOKS; look++) {
    if (look > 1) await visiting.sleep(PAUSE);
    const bytes = look === 1 ? note : await site.read("/log/checkpoint", NOTE_LIMIT);
    const cosigned = bytes === null ? [] : listCosigners(visiting, policy, bytes);
    if (cosigned === null) return;
    if (meetsQuorum(policy, cosigned)) return;
    missing = policy.witnesses.filter(({ key }) => !cosigned.includes(key)).map(({ name }) => name);
  }
  visiting.found(
    "quorum_missing",
    `The summary that ${host} signed last does not have the cosignatures that your policy asks for, ${describeQuorum(policy)}; those older than a day do not count. ` +
      `Missing: ${missing.join(", ")}. Ask those witnesses whether they are at work, and what they saw.`,
  );
}

/** Null when a cosignature is wrong, which was told. */
function listCosigners(visiting: Visiting, policy: Policy, note: Uint8Array | string): CosignerKey[] | null {
  const keys = policy.witnesses.map(({ key }) => key);
  try {
    const cosigned = checkCosignatures(parseNote(note), keys);
    return cosigned.filter(({ time }) => time >= visiting.now() - GREATEST_AGE).map(({ key }) => key);
  } catch (error) {
    if (!(error instanceof UndersignedError)) throw error;
    visiting.found("signature_invalid", `${visiting.host} serves a cosignature that is wrong: ${error.message}.`, {
      about: "cosignature",
    });
    return null;
  }
}
