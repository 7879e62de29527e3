import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { concatBytes, decodeUtf8, encodeUtf8, equalBytes } from "@undersigned/core/bytes.ts";
import { MalformedError } from "@undersigned/core/errors.ts";
import { parseCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { NOTE_LIMIT, parseNote } from "@undersigned/core/log/note.ts";
import type { DatabaseIdentity } from "@undersigned/store/database-identity.ts";
import { syncFolder, writeDurably } from "./durable-file.ts";

/** An anchor as it is kept: spec/log.md, "Anchor". Nothing in it has been verified. */
export type AnchorFile = {
  /** Where it was committed; null for SQLite. */
  readonly database: DatabaseIdentity | null;
  /** Signed checkpoint of the log of heads, byte for byte. */
  readonly checkpoint: Uint8Array;
};

const FORMAT = "undersigned/anchor@v1";
/** The lines before the checkpoint are far shorter than this. */
const HEAD_LIMIT = 200;

const HEAD = /^undersigned\/anchor@v1\ndatabase (?:sqlite|postgres ([1-9]\d{0,19}) ([1-9]\d{0,9}))\n\n/;

export function formatAnchor({ database, checkpoint }: AnchorFile): Uint8Array {
  const kept = database === null ? "sqlite" : `postgres ${database.system} ${database.timeline}`;
  return concatBytes(encodeUtf8(`${FORMAT}\ndatabase ${kept}\n\n`), checkpoint);
}

/**
 * Strict: the same bytes when written again, and a checkpoint that is one in form.
 * @throws {MalformedError} `malformed`, `not_canonical`, `not_utf8`, `too_large`
 */
export function parseAnchor(bytes: Uint8Array): AnchorFile {
  if (bytes.length > NOTE_LIMIT + HEAD_LIMIT) {
    throw new MalformedError("too_large", `an anchor is at most ${NOTE_LIMIT + HEAD_LIMIT} bytes long`);
  }
  const match = HEAD.exec(decodeUtf8(bytes));
  if (match === null) {
    throw new MalformedError("malformed", `an anchor begins with ${FORMAT}, which database, and an empty line`);
  }
  const [head, system, timeline] = match;
  const database = system === undefined ? null : { system, timeline: Number(timeline) };
  const anchor = { database, checkpoint: bytes.slice(encodeUtf8(head).length) };
  parseCheckpoint(parseNote(anchor.checkpoint).text);
  if (!equalBytes(formatAnchor(anchor), bytes)) {
    throw new MalformedError("not_canonical", "the anchor is not as it would be written");
  }
  return anchor;
}

const FILE = /^(?:0|[1-9]\d{0,15})$/;

/**
 * The anchors of one data folder: a file named after the size of its log. A name is never written over by a smaller size,
 * so that of several processes which share the folder none can put another's anchor back.
 */
export type AnchorFolder = {
  /** The greatest; null when there is none. @throws {MalformedError} when it is damaged */
  read(): Promise<AnchorFile | null>;
  /** Durable once it resolves; then removes the smaller ones. */
  write(size: number, anchor: AnchorFile): Promise<void>;
};

export function openAnchorFolder(dataDir: string): AnchorFolder {
  const folder = join(dataDir, "anchor");
  return {
    async read() {
      // Whoever wrote a greater one meanwhile has removed the one that was listed.
      for (let tries = 0; tries < 10; tries++) {
        const greatest = (await listSizes(folder)).at(-1);
        if (greatest === undefined) return null;
        const bytes = await readFile(join(folder, String(greatest))).catch(unlessMissing);
        if (bytes !== undefined) return parseAnchor(new Uint8Array(bytes));
      }
      return null;
    },
    async write(size, anchor) {
      await mkdir(folder, { mode: 0o700 }).catch(unlessThere);
      const temporary = join(folder, `.${size}.${randomBytes(6).toString("hex")}`);
      await writeDurably(temporary, formatAnchor(anchor));
      await rename(temporary, join(folder, String(size)));
      await syncFolder(folder);
      for (const smaller of (await listSizes(folder)).slice(0, -1)) {
        await unlink(join(folder, String(smaller))).catch(unlessMissing);
      }
    },
  };
}

/** In order. */
async function listSizes(folder: string): Promise<number[]> {
  const names: string[] = (await readdir(folder).catch(unlessMissing)) ?? [];
  return names
    .filter((name) => FILE.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

function unlessThere(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "EEXIST") throw error;
}
