import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants } from "node:zlib";
import { decodeUtf8, encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { KeptCheckRow } from "@undersigned/store/kept-checks.ts";
import type { Secrets } from "../secrets.ts";
import type { KeptCheck } from "./checks.ts";
import { mac, seal, unseal } from "./seal.ts";
import { hashToken } from "./tokens.ts";

/** A check without what may change: when it ends, and whether it is published. */
export type CheckContent = Omit<KeptCheck, "expiresAt" | "published">;

const compress = promisify(brotliCompress);
const unpack = promisify(brotliDecompress);

/** A report says the words of a long copy several times over: a window that reaches back to the first of them keeps them once. */
const PACKING = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS },
};

/** As it is kept: under a key that follows from the token, so that the database and our secrets together do not open it. */
export async function sealCheck({ macKey }: Secrets, token: string, content: CheckContent): Promise<Uint8Array> {
  const packed = await compress(encodeUtf8(JSON.stringify(content)), PACKING);
  return seal(keyOf(macKey, token), packed, "kept_check");
}

/** The compressed JSON, as anybody may read it once it is published. */
export function openPacked({ macKey }: Secrets, token: string, { sealed }: Pick<KeptCheckRow, "sealed">): Uint8Array {
  return unseal(keyOf(macKey, token), sealed, "kept_check");
}

export async function viewCheck(row: KeptCheckRow, packed: Uint8Array): Promise<KeptCheck> {
  const content: CheckContent = JSON.parse(decodeUtf8(await unpack(packed)));
  const { public_id, published_at, expires_at } = row;
  const published = public_id === null || published_at === null ? null : { id: public_id, at: published_at };
  return { ...content, expiresAt: expires_at, published };
}

/** By which it is found: the token itself is not kept. */
export function checkIdOf(token: string): Uint8Array {
  return hashToken(token);
}

function keyOf(macKey: Uint8Array, token: string): Uint8Array {
  return mac(macKey, "kept check", token);
}
