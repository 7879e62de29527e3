import { encodeHex } from "../bytes.ts";
import { MalformedError, VerificationError } from "../errors.ts";
import { findMisalignment } from "./align.ts";
import type { Manifest } from "./manifest.ts";
import type { Text } from "./text.ts";
import { digestText, parseText } from "./text.ts";

/**
 * Checks a version against the bytes of its texts: each text of the manifest is there with its digest, parses, and has
 * the same sequence of kinds of block as the first; each demand names a block that they have.
 * @param files bytes of each text by language tag; exactly the languages of the manifest
 * @returns the parsed texts by language tag, in the manifest's order
 * @throws VerificationError missing_file, extra_file, digest_mismatch
 * @throws MalformedError what parseText throws; malformed for a misalignment or a demand without its block
 */
export function checkManifestTexts(manifest: Manifest, files: ReadonlyMap<string, Uint8Array>): Map<string, Text> {
  const texts = new Map<string, Text>();
  for (const { lang, sha256 } of manifest.texts) {
    const bytes = files.get(lang);
    if (bytes === undefined) throw new VerificationError("missing_file", `the text in ${lang} is missing`);
    if (encodeHex(digestText(bytes)) !== sha256) {
      throw new VerificationError("digest_mismatch", `the text in ${lang} is not the one that this version names`);
    }
    texts.set(lang, parseNamed(lang, bytes));
  }
  for (const lang of files.keys()) {
    if (!texts.has(lang)) throw new VerificationError("extra_file", `this version has no text in ${lang}`);
  }
  checkAlignment(texts);
  checkDemands(manifest, texts);
  return texts;
}

/** Many texts are parsed here: the message of a refusal says in which one it is. */
function parseNamed(lang: string, bytes: Uint8Array): Text {
  try {
    return parseText(bytes);
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    const { code, message, line, column } = cause;
    throw new MalformedError(code, `the text in ${lang}: ${message}`, { cause, line, column });
  }
}

function checkAlignment(texts: ReadonlyMap<string, Text>): void {
  const [first, ...others] = texts;
  if (first === undefined) return;
  for (const [lang, text] of others) {
    const found = findMisalignment(first[1], text);
    if (found === null) continue;
    const [a, b] = found.kinds.map((kind) => kind ?? "nothing");
    const where = `¶ ${found.block} is ${a} in ${first[0]} and ${b} in ${lang}`;
    throw new MalformedError("malformed", `${where}: give every language the same sequence of blocks`);
  }
}

function checkDemands(manifest: Manifest, texts: ReadonlyMap<string, Text>): void {
  const blocks = texts.values().next().value?.blocks.length ?? 0;
  for (const [index, { block }] of manifest.demands.entries()) {
    if (block <= blocks) continue;
    throw new MalformedError("malformed", `demands.${index}.block: the texts have ${blocks} blocks and no ¶ ${block}`);
  }
}
