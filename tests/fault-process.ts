import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Anchors } from "../packages/server/src/depositary/anchor.ts";
import { makeAnchors } from "../packages/server/src/depositary/anchor.ts";
import type { AnchorFolder } from "../packages/server/src/depositary/anchor-file.ts";
import { openAnchorFolder } from "../packages/server/src/depositary/anchor-file.ts";
import type { ErasureJournal } from "../packages/server/src/depositary/erasure-journal.ts";
import { openErasureJournal, parseErasures } from "../packages/server/src/depositary/erasure-journal.ts";
import { makeSigningKey } from "../packages/server/src/depositary/keys.ts";
import { makeObserve } from "../packages/server/src/depositary/observing.ts";
import type { PublishRound } from "../packages/server/src/depositary/publish-round.ts";
import { makePublishRound } from "../packages/server/src/depositary/publish-round.ts";
import { makePublishing } from "../packages/server/src/depositary/publishing.ts";
import { makeSequencer } from "../packages/server/src/depositary/sequencer.ts";
import { loadSecrets } from "../packages/server/src/secrets.ts";
import type { Store } from "../packages/store/src/store.ts";
import type { Place } from "./depositary.ts";
import type { Faults } from "./faulty-store.ts";
import { faultyStore } from "./faulty-store.ts";

export const STATEMENT = "abcdefghijklmnop";
export const ORIGIN = "letters.example";

/** A fault of a file: before anything is written, or once it is. */
export type FileFault = "before" | "after";

/** What publishes and serves, as one process would, over a database and files that fail as told. */
export type FaultProcess = {
  readonly store: Store;
  readonly anchors: Anchors;
  readonly faults: Faults;
  /** Strikes the next write of the anchor, or of the journal of erasures. */
  strikeFile(file: "anchor" | "journal", fault: FileFault): void;
  fileStruck(): boolean;
  /** Records an act; its erasure, too, when told. */
  act(index: number, erased?: number): Promise<void>;
  round(): Promise<void>;
  /** What a reader gets now: the checkpoints of the log of heads and of the statement, as far as they are served. */
  serve(): Promise<Served[]>;
  close(): Promise<void>;
};

export type Served = { readonly log: "heads" | "statement"; readonly note: Uint8Array };

class FileError extends Error {
  readonly code = "EIO";
  readonly syscall = "write";
}

export async function startProcess(place: Place): Promise<FaultProcess> {
  const { store, faults } = faultyStore(await place.openStore());
  const secrets = loadSecrets(place.dataDir);
  const key = makeSigningKey(secrets);
  const files = makeFaultyFiles(place, store);
  const anchors = makeAnchors({ store, key, origin: () => ORIGIN, ...files, onNotice: () => undefined });
  await files.journal.replay();
  await anchors.start();
  const describe = async () => ({ title: "", url: "" });
  const observe = makeObserve({ secrets, key, origin: () => ORIGIN });
  const deps = { store, secrets, baseUrl: `https://${ORIGIN}`, clock: Date.now, describe, anchors, observe };
  const sequencer = makeSequencer(deps, () => undefined);
  const round: PublishRound = makePublishRound({ store, anchors, key, origin: () => ORIGIN, clock: Date.now });
  return {
    store,
    anchors,
    faults,
    strikeFile: files.strike,
    fileStruck: files.struck,
    async act(index, erased) {
      await sequencer.act(STATEMENT, {
        kind: "statement",
        by: null,
        entry:
          index === 0
            ? { act: "open", version: "ab".repeat(32), closes: null }
            : { act: "response", addressee: `Council ${index}`, sha256: "cd".repeat(32) },
        async record(tx) {
          if (erased === undefined) return;
          const row = { statement_id: STATEMENT, entry_index: index, signature_index: erased, erased_at: 0, swept: 1 };
          await tx.insertMany("erasure", [row]);
        },
      });
    },
    round: async () => void (await round.run()),
    async serve() {
      // Anew each time: it would remember for half a second what it read before.
      const publishing = makePublishing({ store, round, anchors, interval: 1, onError: () => undefined });
      const statement = await publishing.published(STATEMENT);
      const heads = await publishing.publishedHeads();
      return [
        ...(heads === null ? [] : [{ log: "heads" as const, note: heads.checkpoint }]),
        ...(statement === null ? [] : [{ log: "statement" as const, note: statement.statement.checkpoint }]),
      ];
    },
    close: () => store.close(),
  };
}

function makeFaultyFiles(place: Place, store: Store) {
  const folder = openAnchorFolder(place.dataDir);
  const journal = openErasureJournal({ store, dataDir: place.dataDir, clock: Date.now });
  let planned: { file: "anchor" | "journal"; fault: FileFault } | null = null;
  async function struckAt(file: "anchor" | "journal", write: () => Promise<void>): Promise<void> {
    if (planned?.file !== file) return write();
    const { fault } = planned;
    planned = null;
    if (fault === "after") await write();
    throw new FileError(`the disk failed ${fault} it wrote`);
  }
  const faultyFolder: AnchorFolder = {
    read: () => folder.read(),
    write: (size, anchor) => struckAt("anchor", () => folder.write(size, anchor)),
  };
  const faultyJournal: ErasureJournal = {
    replay: () => journal.replay(),
    keep: () => struckAt("journal", () => journal.keep()),
  };
  return {
    folder: faultyFolder,
    journal: faultyJournal,
    strike(file: "anchor" | "journal", fault: FileFault) {
      planned = { file, fault };
    },
    struck: () => planned === null,
  };
}

/** The signatures that the journal outside the database says are erased. */
export function journaled(place: Place): number[] {
  try {
    return parseErasures(readFileSync(join(place.dataDir, "erasures"), "utf8")).map((one) => one.signature_index);
  } catch {
    return [];
  }
}
