import { encodeHex, equalBytes, sha256 } from "../bytes.ts";
import { VerificationError } from "../errors.ts";
import { formatVerifierKey } from "../log/note.ts";
import { POLICY_LIMIT, parsePolicy } from "../log/policy.ts";
import type { Description } from "./bundle.ts";
import { POLICY_FILE, README_FILE, VERIFIER_FILE, VERIFIER_LIMIT } from "./bundle.ts";
import type { Inventory } from "./inventory.ts";
import { formatReadme } from "./readme.ts";
import type { BundleFindings } from "./report.ts";

/** Greatest length of README.txt, in bytes. */
const README_LIMIT = 16_384;

/**
 * Checks the files that help whoever opens the zip and prove nothing: README.txt, verify.html and policy.txt. A forger writes
 * their own, so nothing in them is followed here; what is checked is that they do not give advice of their own unseen.
 */
export async function checkHints(inventory: Inventory, findings: BundleFindings, told: Description): Promise<void> {
  await checkReadme(inventory, findings, told);
  await checkVerifier(inventory, findings, told);
  await checkPolicy(inventory, findings, told);
}

async function checkReadme(inventory: Inventory, findings: BundleFindings, { origin }: Description): Promise<void> {
  const bytes = await inventory.read(README_FILE, README_LIMIT);
  if (bytes === null || equalBytes(bytes, formatReadme(origin))) return;
  const message = "its words are not those of every bundle of this statement: do not follow what it says";
  findings.fail("files", README_FILE, new VerificationError("digest_mismatch", message));
}

/** A verify.html that `bundle.json` does not name is called superfluous with every other such file. */
async function checkVerifier(inventory: Inventory, findings: BundleFindings, { verifier }: Description): Promise<void> {
  if (verifier === null) return;
  const bytes = await inventory.read(VERIFIER_FILE, VERIFIER_LIMIT);
  if (bytes === null) return;
  const found = encodeHex(sha256(bytes));
  if (found === verifier) return;
  const message = `this is not the page that bundle.json names, so do not open it: its SHA-256 is ${found}, and ${verifier} was expected`;
  findings.fail("files", VERIFIER_FILE, new VerificationError("digest_mismatch", message));
}

/** The depositary's own policy: it must be one, and of the depositary's own log alone. What it asks for is asked of nobody. */
async function checkPolicy(inventory: Inventory, findings: BundleFindings, { vkey }: Description): Promise<void> {
  if (!inventory.has(POLICY_FILE)) return;
  const bytes = await inventory.read(POLICY_FILE, POLICY_LIMIT);
  if (bytes === null) return;
  findings.attempt("files", POLICY_FILE, () => {
    const logs = parsePolicy(bytes).logs.map(({ key }) => formatVerifierKey(key));
    if (logs.length === 1 && logs[0] === vkey) return;
    const found = logs.length === 0 ? "none" : logs.slice(0, 3).join(", ");
    const message = `it must name one log, by the key in bundle.json, ${vkey}; it names ${found}`;
    throw new VerificationError("wrong_origin", message);
  });
}
