import { parseSigningKey } from "../packages/cli/src/sign/signing-key.ts";
import { decodeBase64, encodeBase64, encodeHex, encodeUtf8, sha256 } from "../packages/core/src/bytes.ts";
import { UndersignedError } from "../packages/core/src/errors.ts";
import type { Edge, FullTile } from "../packages/core/src/log/append.ts";
import { append, emptyEdge, rootOfEdge } from "../packages/core/src/log/append.ts";
import { checkConsistency, checkInclusion, hashLeaf } from "../packages/core/src/log/merkle.ts";
import { openNote, parseVerifierKey, signNote } from "../packages/core/src/log/note.ts";
import type { TileNodes } from "../packages/core/src/log/prove.ts";
import { makeTileNodes, proveConsistency, proveInclusionSync } from "../packages/core/src/log/prove.ts";
import { formatTile, parseTilePath, TILE_WIDTH } from "../packages/core/src/log/tile.ts";
import { parseSignatureNote, verifyKeySignature } from "../packages/core/src/signature/signature-note.ts";
import type { Case } from "./case.ts";
import { makeSigner } from "./signer.ts";

/** What this project's code says to a case, in the words of go/verdict.go. */
export async function answerOurs(one: Case): Promise<string> {
  try {
    return await answer(one);
  } catch (error) {
    if (!(error instanceof UndersignedError)) throw error;
    if (one.kind !== "note" && one.kind !== "signature note") return "refused";
    if (error.code === "signature_missing") return "nobody known has signed";
    return error.code === "signature_invalid" ? "a known key's signature fails" : "malformed";
  }
}

async function answer(one: Case): Promise<string> {
  switch (one.kind) {
    case "verifier key": {
      const { keyId, name } = parseVerifierKey(one.text ?? "");
      return `key ${encodeHex(keyId)} ${name}`;
    }
    case "note": {
      const { text, verified } = openNote(bytesOf(one.bytes), (one.keys ?? []).map(parseVerifierKey));
      const names = verified.map(({ key }) => key.name).sort();
      return `signed by ${names.join(" ")}: ${encodeHex(sha256(encodeUtf8(text)))}`;
    }
    case "signature note": {
      const { statement, version, text } = parseSignatureNote(bytesOf(one.bytes));
      const keys = (one.keys ?? []).map(parseVerifierKey);
      const names = parseSignatureNote(verifyKeySignature(bytesOf(one.bytes), keys, { statement, version }));
      const signed = names.signatures.map(({ name }) => name).sort();
      return `signed by ${signed.join(" ")}: ${encodeHex(sha256(encodeUtf8(text)))}`;
    }
    case "signing key": {
      const { key } = parseSigningKey(one.text ?? "");
      return `key ${encodeHex(key.keyId)} ${key.name}`;
    }
    case "signing": {
      const { signer } = makeSigner(one.keys?.[0] ?? "", bytesOf(one.seed));
      return encodeBase64(signNote(one.text ?? "", [signer]));
    }
    case "root":
      return encodeHex(rootOfEdge(treeOf(one).edge));
    case "tile": {
      const nodes = treeOf(one).read(one.level ?? 0, one.index ?? 0, one.width ?? 0);
      return encodeHex(sha256(formatTile(nodes.rows[0]?.slice(0, one.width) ?? [])));
    }
    case "tile path": {
      const { level, index, width } = parseTilePath(one.text ?? "");
      return `tile ${level} ${index} ${width}`;
    }
    case "inclusion proof":
      return hexProof(proveInclusionSync(one.index ?? 0, sizeOf(one), treeOf(one).read));
    case "consistency proof":
      return hexProof(await proveConsistency(one.old ?? 0, sizeOf(one), treeOf(one).read));
    case "inclusion":
      checkInclusion({
        index: one.index ?? 0,
        size: one.size ?? 0,
        leafHash: bytesOf(one.hash),
        proof: proofOf(one),
        root: bytesOf(one.root),
      });
      return "holds";
    case "consistency":
      checkConsistency({
        oldSize: one.old ?? 0,
        newSize: one.size ?? 0,
        oldRoot: bytesOf(one.hash),
        newRoot: bytesOf(one.root),
        proof: proofOf(one),
      });
      return "holds";
  }
}

type Tree = { readonly edge: Edge; read(level: number, index: number, width: number): TileNodes };

/** The tree over a case's leaves, with all of its tiles. */
function treeOf(one: Case): Tree {
  const { edge, tiles } = append(
    emptyEdge(),
    (one.leaves ?? []).map((leaf) => hashLeaf(bytesOf(leaf))),
  );
  const full = new Map(tiles.map((tile: FullTile) => [`${tile.level}/${tile.index}`, tile.hashes]));
  return {
    edge,
    read(level, index, width) {
      const known = full.get(`${level}/${index}`);
      if (known !== undefined) return makeTileNodes(known, TILE_WIDTH);
      const hashes = edge.levels[level] ?? [];
      return makeTileNodes(formatTile(hashes.slice(0, width)), width);
    },
  };
}

function sizeOf(one: Case): number {
  return one.leaves?.length ?? 0;
}

function proofOf(one: Case): Uint8Array[] {
  return (one.proof ?? []).map(bytesOf);
}

function bytesOf(base64: string | undefined): Uint8Array {
  return decodeBase64(base64 ?? "");
}

function hexProof(hashes: readonly Uint8Array[]): string {
  return ["proof", ...hashes.map(encodeHex)].join(" ");
}
