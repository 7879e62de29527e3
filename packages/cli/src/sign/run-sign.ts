import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { MalformedError, RefusedError, VerificationError } from "@undersigned/core/errors.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { checkStatementOrigin, mergeSignatureNotes, signVersion } from "@undersigned/core/signature/signature-note.ts";
import { plainText } from "@undersigned/core/statement/inline.ts";
import type { ExitStatus } from "../exit-status.ts";
import { EXIT } from "../exit-status.ts";
import { askYes } from "../handover/ask.ts";
import { wrap } from "../layout.ts";
import type { FoundVersion } from "./find-version.ts";
import { findVersionAtAddress, findVersionInFile, findVersionOfDigest, isDigest } from "./find-version.ts";
import { readKeyFile } from "./key-file.ts";
import { readNoteFile, writeNoteFile } from "./note-file.ts";

export type SignOptions = {
  readonly key: string;
  readonly statement?: string;
  readonly version?: string;
  readonly note?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
};

/**
 * Signs a version with an organisation's key, once it was looked at and agreed to.
 * @returns `no` where what is there is not what its digests say
 * @throws RefusedError for wrong usage, and where nothing can be had; errors of node:fs
 */
export async function runSign(address: string | undefined, options: SignOptions): Promise<ExitStatus> {
  const find = chooseVersion(address, options);
  const { key: signing, isReadable } = await readKeyFile(options.key);
  const version = await find().catch(refuseAltered);
  if (version === null) return EXIT.no;
  const signed = { statement: version.statement, version: version.digest };
  const before = options.note === undefined ? null : await readNoteFile(options.note, signed, signing.key);
  if (isReadable) say(`Others on this machine can read ${options.key}: make it yours alone (chmod 600).`);
  process.stderr.write(describe(version, signing.key.name));
  if (options.yes !== true) await askYes(`Sign this in the name of ${signing.key.name}?`);
  const own = signVersion(signed, signing.signer);
  const [note = own] = mergeSignatureNotes(before === null ? [own] : [before.bytes, own]);
  if (options.note !== undefined) {
    await writeNoteFile(options.note, note);
    say(before === null ? `Written to ${options.note}.` : `Added to ${options.note}.`);
  }
  print(version, { note: decodeUtf8(note), vkey: formatVerifierKey(signing.key) }, options);
  return EXIT.yes;
}

/** What was asked for, in exactly one of its ways. @throws RefusedError `invalid_field` */
function chooseVersion(address: string | undefined, { statement, version }: SignOptions): () => Promise<FoundVersion> {
  if (address !== undefined && (statement !== undefined || version !== undefined)) {
    throw new RefusedError("invalid_field", "Give the address of a statement, or --statement and --version, not both.");
  }
  if (address !== undefined) return () => findVersionAtAddress(address);
  if (statement === undefined || version === undefined) {
    throw new RefusedError(
      "invalid_field",
      "Say what to sign: the address of a statement, or --statement HOST/s/ID with --version, its digest or the file of its manifest.",
    );
  }
  checkOrigin(statement);
  if (!isDigest(version)) return () => findVersionInFile(statement, version);
  return () => findVersionOfDigest(statement, version.toLowerCase());
}

/** @throws RefusedError `invalid_field` where `--statement` is no origin of one */
export function checkOrigin(statement: string): void {
  try {
    checkStatementOrigin(statement, "--statement");
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    throw new RefusedError(
      "invalid_field",
      `--statement is the origin of a statement's log, without https://, such as sign.example/s/ID: ${statement.slice(0, 300)}`,
      { cause },
    );
  }
}

/** A manifest or text that is not what its digest says is a "no", and not a mistake of whoever asks. */
function refuseAltered(error: unknown): null {
  if (!(error instanceof VerificationError || error instanceof MalformedError)) throw error;
  say(`Not signed: ${error.message}.`);
  return null;
}

function describe({ statement, digest, manifest, texts, page, newer }: FoundVersion, name: string): string {
  const titles = manifest.texts.map(({ lang, prevails, authentic }) => {
    const role = prevails ? ", prevails" : authentic ? "" : ", a translation";
    return wrap(`“${plainText(texts.get(lang)?.title ?? [])}” (${lang}${role})`, "  ", "    ");
  });
  const [first] = texts.values();
  return [
    `To be signed by ${name}, with its own key:\n\n`,
    ...titles,
    "\n",
    wrap(manifest.initiators.map((one) => one.name).join(", "), "  Asked by:   ", "              "),
    `  Statement:  ${statement}\n`,
    `  Version:    ${manifest.number}, ${digest}\n`,
    `  Words:      ${first?.blocks.length ?? 0} paragraphs; the digests of all texts are right\n`,
    page === null ? "" : `  Read them:  ${page}\n`,
    "\n",
    newer === null ? "" : `${wrap(tellNewer(manifest.number, newer))}\n`,
  ].join("");
}

/** An earlier version can still be signed, for a signature that was given to it. */
function tellNewer(number: number, newer: NonNullable<FoundVersion["newer"]>): string {
  return `Version ${newer.number} is open by now, and whoever signs the statement today signs that one. What you sign here is of use only if your signature was given to version ${number}. To sign the newest instead, name this page: ${newer.page}`;
}

function print(version: FoundVersion, made: { note: string; vkey: string }, { note: file, json }: SignOptions): void {
  if (!json) {
    process.stdout.write(made.note);
    return;
  }
  const { statement, digest, manifest, texts, newer } = version;
  const titles = Object.fromEntries([...texts].map(([lang, { title }]) => [lang, plainText(title)]));
  const numbers = { number: manifest.number, newer: newer?.number ?? null };
  const told = { statement, version: digest, ...numbers, titles, ...made, file: file ?? null };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

function say(words: string): void {
  process.stderr.write(wrap(words));
}
