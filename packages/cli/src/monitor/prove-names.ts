import { decodeHex, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { UndersignedError, VerificationError } from "@undersigned/core/errors.ts";
import { parseLogProof } from "@undersigned/core/log/proof.ts";
import { TILE_WIDTH, tileWidth } from "@undersigned/core/log/tile.ts";
import { checkDisclosure, checkOpening } from "@undersigned/core/signature/commitment.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import type { PublicPart } from "@undersigned/core/signature/part.ts";
import { parseReceipt, RECEIPT_LIMIT } from "@undersigned/core/verify/receipt.ts";
import type { StatementMemory } from "./memory.ts";
import { readEntries } from "./mirror.ts";
import type { Visiting } from "./visiting.ts";
import { originOf, statementMirror } from "./visiting.ts";
import type { SignatoryName } from "./watched.ts";

/**
 * Proves that these organisations signed, with their domain: what the site opens must be what an entry commits to that was
 * verified. What cannot be proved is told, and left out.
 * @throws RefusedError `unavailable` when the site does not answer
 */
export async function proveNames(
  visiting: Visiting,
  id: string,
  statement: StatementMemory,
  names: readonly SignatoryName[],
): Promise<SignatoryName[]> {
  const proved: SignatoryName[] = [];
  for (const name of names) if (await isProved(visiting, id, statement, name)) proved.push(name);
  return proved;
}

async function isProved(
  visiting: Visiting,
  id: string,
  statement: StatementMemory,
  name: SignatoryName,
): Promise<boolean> {
  const path = `/api/v1/statements/${id}/signatories/${name.index}/proof`;
  const bytes = await visiting.site.read(path, RECEIPT_LIMIT);
  if (bytes === null) {
    tellUnproved(visiting, id, name, "there is no proof of it");
    return false;
  }
  try {
    const part = await readProved(visiting, id, statement, name.index, bytes);
    if (part.name === name.name && part.domain === name.domain) return true;
    tellDiffers(visiting, id, name, `${part.name ?? "nobody"} (${part.domain ?? "no domain"})`);
  } catch (error) {
    if (!(error instanceof UndersignedError) || error.code === "unavailable") throw error;
    tellUnproved(visiting, id, name, error.message);
  }
  return false;
}

/** What the proof opens, checked against the entry in the mirror, whose place in the log was verified. */
async function readProved(
  visiting: Visiting,
  id: string,
  statement: StatementMemory,
  of: number,
  bytes: Uint8Array,
): Promise<PublicPart> {
  const { opening, proofs } = parseReceipt(bytes);
  const { index } = parseLogProof(encodeUtf8(proofs.statement));
  const kept = await readEntry(visiting, id, statement, index);
  const entry = parseEntry(kept);
  const isOf = entry.act === "sign" ? index === of : entry.act === "resign" && entry.of === of;
  if ((entry.act !== "sign" && entry.act !== "resign") || !isOf || opening === null) {
    throw new VerificationError("commitment_mismatch", `its proof is of entry ${index}, which is not this signature`);
  }
  checkOpening(opening, decodeHex(entry.commitment));
  checkDisclosure(opening, entry);
  if (!("part" in opening.public))
    throw new VerificationError("commitment_mismatch", "its proof does not open the name");
  return opening.public.part;
}

async function readEntry(
  visiting: Visiting,
  id: string,
  statement: StatementMemory,
  index: number,
): Promise<Uint8Array> {
  const file = Math.floor(index / TILE_WIDTH);
  const width = tileWidth("entries", file, statement.reached?.size ?? 0);
  if (index % TILE_WIDTH >= width) throw new VerificationError("missing_file", `entry ${index} is not published yet`);
  const entries = await readEntries(statementMirror(visiting, id).read, file, width);
  return entries[index % TILE_WIDTH] as Uint8Array;
}

function tellUnproved(visiting: Visiting, id: string, { name, domain, index }: SignatoryName, why: string): void {
  const statement = originOf(visiting, id);
  visiting.found(
    "name_unproven",
    `${statement} lists ${name} (${domain}) as having signed (entry ${index}), and does not prove it: ${why}.`,
    { statement, about: `${index}` },
  );
}

function tellDiffers(visiting: Visiting, id: string, { name, domain, index }: SignatoryName, committed: string): void {
  const statement = originOf(visiting, id);
  visiting.found(
    "name_differs",
    `The list of ${statement} says that ${name} (${domain}) signed; what its log commits to says ${committed}.`,
    { statement, about: `${index}` },
  );
}
