import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { encodeHex, sha256 } from "@undersigned/core/bytes.ts";
import { MalformedError, RefusedError, UndersignedError, VerificationError } from "@undersigned/core/errors.ts";
import { parseCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { NOTE_LIMIT, parseNote } from "@undersigned/core/log/note.ts";
import { parseOrigin } from "@undersigned/core/log/origin.ts";
import { checkStatementOrigin } from "@undersigned/core/signature/signature-note.ts";
import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import { MANIFEST_LIMIT, parseManifest, VERSIONS_LIMIT } from "@undersigned/core/statement/manifest.ts";
import { checkManifestTexts } from "@undersigned/core/statement/manifest-texts.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import { TEXT_LIMIT } from "@undersigned/core/statement/text.ts";
import { parseAddress, siteOf } from "../verify/address.ts";
import { fetchBytes } from "../verify/download.ts";
import { refuseFolder } from "./refuse-folder.ts";

/** A version that may be signed: its manifest has the digest, and its texts have those of the manifest. */
export type FoundVersion = {
  /** Origin of the statement's log. */
  readonly statement: string;
  readonly digest: string;
  readonly manifest: Manifest;
  /** By language, in the order of the manifest. */
  readonly texts: ReadonlyMap<string, Text>;
  /** Where its words can be read; null where they came from files. */
  readonly page: string | null;
  /** The newest version, where that is a later one; null where there is none, or nobody was asked. */
  readonly newer: { readonly number: number; readonly page: string } | null;
};

/** A manifest's bytes, and the number under which they were found. */
type Manifested = { readonly number: number; readonly bytes: Uint8Array };

/** A statement at a depositary: everything is asked below `base`, with the key of a link that not everybody has. */
type Place = { readonly base: URL; readonly key: string | null };

const STATEMENT_PAGE = /^\/s\/([A-Za-z0-9-]{1,100})(?:\/versions\/([1-9][0-9]{0,3}))?(?:\/[A-Za-z0-9-]{1,60})?\/?$/;
/** Milliseconds that one file may take. */
const PATIENCE = 120_000;

/**
 * The version on the page of a statement: the one that the address names, otherwise the newest.
 * @throws RefusedError for what is no such address, or does not answer
 * @throws VerificationError | MalformedError for files that are not what they must be
 */
export async function findVersionAtAddress(address: string): Promise<FoundVersion> {
  const page = parseAddress(address, "The address");
  const [, slug, number] = STATEMENT_PAGE.exec(page.pathname) ?? [];
  if (slug === undefined) {
    throw new RefusedError(
      "invalid_field",
      `This is not the address of a statement, which looks like ${page.origin}/s/NAME: ${page.href}`,
    );
  }
  const place: Place = { base: new URL(`/s/${slug}/`, page.origin), key: page.searchParams.get("key") };
  const statement = await readOrigin(place);
  if (parseOrigin(statement).host !== page.host) {
    throw new VerificationError(
      "wrong_origin",
      `${page.host} shows a statement that calls itself ${statement}. If you know that it has moved there, and mean that one: get its manifest.json and texts, and give --statement ${statement} --version manifest.json`,
    );
  }
  if (number !== undefined) {
    const found = (await readManifest(place, Number(number))) ?? missing(`version ${number} of ${statement}`);
    return complete(place, statement, found, await findNewest(place, found));
  }
  const first = (await readManifest(place, 1)) ?? missing("a statement that was opened");
  const newest = await findNewest(place, first);
  return complete(place, statement, newest, newest);
}

/**
 * The version of a digest, at the depositary that its statement's origin names.
 * @throws as findVersionAtAddress does
 */
export async function findVersionOfDigest(statement: string, digest: string): Promise<FoundVersion> {
  const { host, statement: id } = parseOrigin(statement);
  const place: Place = { base: new URL(`/s/${id}/`, siteOf(host)), key: null };
  for (let number = 1; number <= VERSIONS_LIMIT; number++) {
    const found = await readManifest(place, number);
    if (found === null) break;
    if (digestOf(found.bytes) === digest) {
      return complete(place, statement, found, await findNewest(place, found));
    }
  }
  throw new VerificationError(
    "digest_mismatch",
    `${host} shows no version of ${statement} with the digest ${digest}: is it another statement's, or only shown to those with a link? Then give its address.`,
  );
}

/**
 * The version whose manifest is in a file, with its texts beside it, as a bundle has them. Nothing is asked of any network.
 * @throws as findVersionAtAddress does; errors of node:fs
 */
export async function findVersionInFile(statement: string, file: string): Promise<FoundVersion> {
  await refuseFolder(file);
  const bytes = await readFile(file);
  const found = await check(statement, bytes, async (name) => {
    try {
      return await readFile(join(dirname(file), name));
    } catch (cause) {
      throw new RefusedError(
        "not_found",
        `${name} is not beside ${basename(file)}, and nobody should sign a text that was not looked at.`,
        { cause },
      );
    }
  });
  return { ...found, page: null, newer: null };
}

async function readOrigin(place: Place): Promise<string> {
  const bytes = await read(place, "log/checkpoint", NOTE_LIMIT);
  const { origin } = parseCheckpoint(parseNote(bytes ?? missing("a statement that was opened")).text);
  checkStatementOrigin(origin, "the name of its log");
  return origin;
}

/** The last version from this one on. */
async function findNewest(place: Place, known: Manifested): Promise<Manifested> {
  let newest = known;
  for (let number = known.number + 1; number <= VERSIONS_LIMIT; number++) {
    const next = await readManifest(place, number);
    if (next === null) break;
    newest = next;
  }
  return newest;
}

async function complete(
  place: Place,
  statement: string,
  { number, bytes }: Manifested,
  newest: Manifested,
): Promise<FoundVersion> {
  const pageOf = (version: number) => addressOf(place, `versions/${version}`).href;
  const found = await check(statement, bytes, async (name) => {
    return (await read(place, `versions/${number}/${name}`, TEXT_LIMIT)) ?? missing(`${name} of version ${number}`);
  });
  if (found.manifest.number === number) {
    const newer = newest.number === number ? null : { number: newest.number, page: pageOf(newest.number) };
    return { ...found, page: pageOf(number), newer };
  }
  throw new VerificationError(
    "digest_mismatch",
    `what is shown as version ${number} is the manifest of version ${found.manifest.number}`,
  );
}

/** What is signed is looked at whole: the manifest names this statement, and every text has its digest. */
async function check(
  statement: string,
  bytes: Uint8Array,
  readText: (name: string) => Promise<Uint8Array>,
): Promise<Omit<FoundVersion, "page" | "newer">> {
  const manifest = named("manifest.json", () => parseManifest(bytes));
  if (manifest.statement !== parseOrigin(statement).statement) {
    throw new VerificationError(
      "digest_mismatch",
      `the manifest is of the statement ${manifest.statement}, and not of ${statement}`,
    );
  }
  const files = new Map<string, Uint8Array>();
  for (const { lang } of manifest.texts) files.set(lang, await readText(`text.${lang}.md`));
  return { statement, digest: digestOf(bytes), manifest, texts: checkManifestTexts(manifest, files) };
}

function named<T>(what: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof UndersignedError)) throw cause;
    throw new MalformedError(cause.code, `${what}: ${cause.message}`, { cause });
  }
}

async function readManifest(place: Place, number: number): Promise<Manifested | null> {
  const bytes = await read(place, `versions/${number}/manifest.json`, MANIFEST_LIMIT);
  return bytes === null ? null : { number, bytes };
}

function addressOf({ base, key }: Place, path: string): URL {
  const url = new URL(path, base);
  if (key !== null) url.searchParams.set("key", key);
  return url;
}

async function read(place: Place, path: string, limit: number): Promise<Uint8Array | null> {
  try {
    return await fetchBytes(addressOf(place, path), { limit, accept: "*/*", within: PATIENCE });
  } catch (error) {
    if (error instanceof RefusedError && error.code === "not_found") return null;
    throw error;
  }
}

function missing(what: string): never {
  throw new RefusedError("not_found", `There is no such thing as ${what} at this address.`);
}

function digestOf(bytes: Uint8Array): string {
  return encodeHex(sha256(bytes));
}

/** Whether words are a digest, as opposed to the name of a file. */
export function isDigest(words: string): boolean {
  return /^[0-9a-f]{64}$/i.test(words);
}
