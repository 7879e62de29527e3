import { concatBytes, decodeUtf8, encodeHex, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { formatCanonicalJson } from "@undersigned/core/json.ts";
import type { Half, Opening } from "@undersigned/core/signature/commitment.ts";
import { combine, digestPartBytes, openBoth } from "@undersigned/core/signature/commitment.ts";
import type { PrivatePart, PublicPart } from "@undersigned/core/signature/part.ts";
import type { SignatureTable } from "@undersigned/store/schema.ts";
import type { Selectable } from "kysely";
import type { Secrets } from "../secrets.ts";
import { seal, unseal } from "./seal.ts";
import { partsOf } from "./signature-parts.ts";
import type { Submission } from "./submission.ts";

type OpeningColumns = Pick<
  Selectable<SignatureTable>,
  "public_digest" | "public_part" | "public_salt" | "private_digest" | "private_sealed"
>;

/** How a sealed private half begins: the part's canonical JSON follows as it was digested. */
const PART = encodeUtf8('{"part":');

export type Commitment = {
  /** 32 bytes, as the entry carries it. */
  readonly commitment: Uint8Array;
  readonly opening: Opening;
  /** Both openings as they are kept, the private one sealed to its place. */
  readonly columns: OpeningColumns;
};

/** Where a signature is kept: by its pending id, which it has before it has an index. */
export type OpeningPlace = { readonly sealKey: Uint8Array; readonly statementId: string; readonly pendingId: string };

/**
 * Commits to a signature. A named signatory's identity goes into the public part, an unnamed one's into the private part.
 * @param salts 64 fresh random bytes
 */
export function makeCommitment(
  submission: Submission,
  { sealKey, statementId, pendingId }: OpeningPlace,
  { now, salts }: { now: number; salts: Uint8Array },
): Commitment {
  const { publicPart, privatePart } = partsOf(submission, now);
  const publicSalt = salts.subarray(0, 32);
  const privateSalt = salts.subarray(32, 64);
  const publicBytes = formatCanonicalJson(publicPart);
  const privateBytes = formatCanonicalJson(privatePart);
  const publicDigest = digestPartBytes(publicSalt, publicBytes);
  const privateDigest = digestPartBytes(privateSalt, privateBytes);
  const plain = concatBytes(PART, privateBytes, encodeUtf8(`,"salt":"${encodeHex(privateSalt)}"}`));
  return {
    commitment: combine(publicDigest, privateDigest),
    opening: openBoth({ salt: publicSalt, part: publicPart }, { salt: privateSalt, part: privatePart }),
    columns: {
      public_digest: publicDigest,
      public_part: decodeUtf8(publicBytes),
      public_salt: publicSalt,
      private_digest: privateDigest,
      private_sealed: seal(sealKey, plain, "signature", statementId, pendingId),
    },
  };
}

type Row = OpeningColumns & { statement_id: string; pending_id: string };

/** The private half of a stored signature, or null once it is destroyed. */
export function openPrivateHalf(
  { sealKey }: Pick<Secrets, "sealKey">,
  row: Row,
): { salt: string; part: PrivatePart } | null {
  if (row.private_sealed === null) return null;
  return JSON.parse(decodeUtf8(unseal(sealKey, row.private_sealed, "signature", row.statement_id, row.pending_id)));
}

/** The public half, or its digest once it is destroyed. */
export function readPublicHalf(row: OpeningColumns): Half<PublicPart> {
  if (row.public_part === null || row.public_salt === null) return { digest: encodeHex(row.public_digest) };
  return { salt: encodeHex(row.public_salt), part: JSON.parse(row.public_part) };
}

/**
 * Everything that is still there to open: what the signatory's own receipt holds. Null where even the digests were lost
 * with an older database, and the entry alone could be restored.
 */
export function readOpening(secrets: Pick<Secrets, "sealKey">, row: Row): Opening | null {
  if (row.public_digest.length === 0) return null;
  return {
    public: readPublicHalf(row),
    private: openPrivateHalf(secrets, row) ?? { digest: encodeHex(row.private_digest) },
  };
}
