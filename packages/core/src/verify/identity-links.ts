import { UndersignedError, VerificationError } from "../errors.ts";
import { HEAD_LIMIT } from "../log/head.ts";
import type { HandedOver, IdentityLink } from "../log/identity-chain.ts";
import {
  checkHandOver,
  checkIdentityChain,
  decodeIdentityLinks,
  IDENTITY_LINK_LIMIT,
  isSameKey,
} from "../log/identity-chain.ts";
import type { VerifierKey } from "../log/note.ts";
import { formatVerifierKey } from "../log/note.ts";
import { LOG_PROOF_LIMIT } from "../log/proof.ts";
import type { BundleFiles } from "./bundle.ts";
import { identityFile, identityProofFile } from "./bundle.ts";
import type { Findings } from "./findings.ts";
import type { Inventory } from "./inventory.ts";
import type { Receipt } from "./receipt.ts";
import type { BundleFindings } from "./report.ts";

type IdentityFindings = Pick<Findings<"identity">, "fail" | "leave" | "omit" | "done">;

/**
 * Reads how the depositary's key, or its host, came to be what it is. Each link is checked whatever is trusted: an honest
 * depositary writes none that does not hold. Where there is none, there is nothing to check.
 * @param key the one that the bundle names, at which the chain must end
 * @returns the links, oldest first; none when one of them does not hold
 */
export async function readIdentity(
  inventory: Inventory,
  findings: BundleFindings,
  key: VerifierKey,
): Promise<readonly HandedOver[]> {
  if (!inventory.has(identityFile(1))) {
    findings.omit("identity");
    return [];
  }
  const chain: HandedOver[] = [];
  for (let number = 1; number <= IDENTITY_LINK_LIMIT && inventory.has(identityFile(number)); number++) {
    const link = await readLink(inventory, findings, number, chain);
    if (link === null) {
      inventory.excuse("identity/");
      return [];
    }
    chain.push(link);
  }
  findings.attempt("identity", identityFile(chain.length), () => checkEnd(chain, key));
  findings.done("identity");
  return findings.holds("identity") ? chain : [];
}

async function readLink(
  inventory: Inventory,
  findings: BundleFindings,
  number: number,
  earlier: readonly HandedOver[],
): Promise<HandedOver | null> {
  const entry = await inventory.read(identityFile(number), HEAD_LIMIT);
  const proof = await inventory.read(identityProofFile(number), LOG_PROOF_LIMIT);
  if (entry === null || proof === null) {
    findings.leave("identity", `Link ${number} of the chain could not be read.`);
    return null;
  }
  return checkLink(findings, identityFile(number), { entry, proof }, earlier);
}

/**
 * The chain of a bundle that was verified.
 * @throws what `files` throws
 */
export async function learnIdentity(files: BundleFiles): Promise<readonly HandedOver[]> {
  const names = new Set(files.names());
  const links: IdentityLink[] = [];
  for (let number = 1; number <= IDENTITY_LINK_LIMIT && names.has(identityFile(number)); number++) {
    const entry = await files.read(identityFile(number), HEAD_LIMIT);
    const proof = await files.read(identityProofFile(number), LOG_PROOF_LIMIT);
    links.push({ entry, proof });
  }
  return checkIdentityChain(links);
}

/** The link; null with a problem on record, or with a note when a later edition may know its act. */
function checkLink(
  findings: IdentityFindings,
  where: string,
  link: IdentityLink,
  earlier: readonly HandedOver[],
): HandedOver | null {
  try {
    return checkHandOver(link, earlier);
  } catch (error) {
    const unknown = error instanceof UndersignedError && error.code === "unknown_entry";
    if (unknown) findings.leave("identity", `${error.message}; a newer edition of this program may know it.`);
    else findings.fail("identity", where, error);
    return null;
  }
}

/** As `readIdentity`, of the links of a receipt, which names no key that they should end at. */
export function checkIdentity(findings: IdentityFindings, encoded: Receipt["identity"]): readonly HandedOver[] {
  if (encoded === undefined) {
    findings.omit("identity");
    return [];
  }
  const chain: HandedOver[] = [];
  for (const [at, link] of decodeIdentityLinks(encoded).entries()) {
    const checked = checkLink(findings, `identity, link ${at + 1}`, link, chain);
    if (checked === null) return [];
    chain.push(checked);
  }
  findings.done("identity");
  return chain;
}

/** @throws {VerificationError} `wrong_origin` */
function checkEnd(chain: readonly HandedOver[], key: VerifierKey): void {
  const last = chain.at(-1)?.key;
  if (last === undefined || isSameKey(last, key)) return;
  const message = `the key that took over last is ${formatVerifierKey(last)}, but it is signed with ${formatVerifierKey(key)}`;
  throw new VerificationError("wrong_origin", message);
}
