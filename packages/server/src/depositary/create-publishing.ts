import type { VerifierKey } from "@undersigned/core/log/note.ts";
import type { Anchors } from "./anchor.ts";
import { makeAnchors } from "./anchor.ts";
import { openAnchorFolder } from "./anchor-file.ts";
import { askSizes } from "./ask-sizes.ts";
import type { WitnessesOptions, WitnessParts } from "./create-witnesses.ts";
import { createWitnesses } from "./create-witnesses.ts";
import { openErasureJournal } from "./erasure-journal.ts";
import type { SigningKey } from "./keys.ts";
import { makePublishRound } from "./publish-round.ts";
import type { Publishing } from "./publishing.ts";
import { makePublishing } from "./publishing.ts";
import type { TileReading } from "./tile-reading.ts";
import type { Witnessing } from "./witnessing.ts";

export type PublishingOptions = WitnessesOptions & {
  readonly dataDir: string;
  /** Milliseconds from the start of one publish round to the start of the next. */
  readonly publishInterval: number;
  /** Told, in a sentence, what an operator should know: why nothing is published any more, and that it is again. */
  readonly onNotice: (message: string) => void;
};

type Deps = {
  readonly tiles: TileReading;
  readonly key: SigningKey;
  /** Keys that held before. */
  readonly earlier: readonly VerifierKey[];
  /** Of the log of heads. */
  readonly origin: () => string;
};

/** The publish rounds, with what must agree before them (the anchors) and what follows them (the witnesses). */
export type PublishingParts = Omit<WitnessParts, "witnessing"> & {
  readonly anchors: Anchors;
  /** Starts and closes the asking of witnesses too. */
  readonly publishing: Publishing;
};

/** Compares with the anchors, before anything is appended or served. */
export async function createPublishing(options: PublishingOptions, deps: Deps): Promise<PublishingParts> {
  const { store, clock, onError } = options;
  const anchors = await startAnchors(options, deps);
  const { witnessing, ...parts } = createWitnesses(options, { ...deps, anchors });
  const publishing = makePublishing({
    store,
    anchors,
    round: makePublishRound({ store, anchors, key: deps.key, origin: deps.origin, clock }),
    interval: options.publishInterval,
    onPublished: witnessing.poke,
    onError: (error) => onError(error, "publish round"),
  });
  return { ...parts, anchors, publishing: together(publishing, witnessing) };
}

function together(publishing: Publishing, witnessing: Witnessing): Publishing {
  return {
    ...publishing,
    start() {
      publishing.start();
      witnessing.start();
    },
    async close() {
      await publishing.close();
      await witnessing.close();
    },
  };
}

async function startAnchors(
  { store, clock, dataDir, witnessPolicy, onNotice }: PublishingOptions,
  { key, origin }: Pick<Deps, "key" | "origin">,
): Promise<Anchors> {
  const journal = openErasureJournal({ store, dataDir, clock });
  const forgotten = await journal.replay();
  if (forgotten > 0) onNotice(describeForgotten(forgotten));
  const seen: Anchors["seen"] = (witnessed) => anchors.seen(witnessed);
  const ask = () => askSizes({ store, policy: witnessPolicy, clock, seen, key, origin });
  const anchors = makeAnchors({ store, key, origin, folder: openAnchorFolder(dataDir), journal, onNotice, ask });
  await anchors.start();
  return anchors;
}

function describeForgotten(count: number): string {
  return `${count} of those who were forgotten were in the database again, as in a copy that was restored. They were forgotten again.`;
}
