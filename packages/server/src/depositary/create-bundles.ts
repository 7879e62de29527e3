import { decodeUtf8, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { JsonValue } from "@undersigned/core/json.ts";
import { formatCanonicalJson } from "@undersigned/core/json.ts";
import { formatEntryBundle } from "@undersigned/core/log/entry-bundle.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { formatLogProof } from "@undersigned/core/log/proof.ts";
import { proveInclusion } from "@undersigned/core/log/prove.ts";
import { formatTilePath, TILE_WIDTH, tileWidth } from "@undersigned/core/log/tile.ts";
import { openPublic } from "@undersigned/core/signature/commitment.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { HEADS, readEntries } from "@undersigned/store/log-reading.ts";
import { listPublicOpenings } from "@undersigned/store/signatures.ts";
import { listTexts, listVersions } from "@undersigned/store/versions.ts";
import { speak } from "../words/speak.ts";
import type { Bundles } from "./bundles.ts";
import type { SigningKey } from "./keys.ts";
import type { Published } from "./published.ts";
import type { Publishing } from "./publishing.ts";
import type { TileReading } from "./tile-reading.ts";
import { zipStream } from "./zip-stream.ts";

type Deps = {
  readonly store: Store;
  readonly publishing: Publishing;
  readonly tiles: TileReading;
  readonly key: SigningKey;
  /** Of the log of heads. */
  readonly origin: () => string;
};

/** A file of a bundle: spec/bundle.md. */
type BundleFile = { readonly name: string; readonly bytes: Uint8Array };

export function createBundles(deps: Deps): Bundles {
  return {
    async open(statementId) {
      const published = await deps.publishing.published(statementId);
      if (!published) {
        throw new RefusedError("unavailable", "Nothing of this statement is published yet. Try again in a moment.");
      }
      return zipStream(bundleFiles(deps, statementId, published));
    },
  };
}

async function* bundleFiles(deps: Deps, statementId: string, published: Published): AsyncGenerator<BundleFile> {
  const { statement, heads } = published;
  const { size } = statement;
  const origin = deps.origin();
  yield { name: "README.txt", bytes: encodeUtf8(speak("en")("bundle.readme", { origin, statement: statementId })) };
  const versions = await listVersions(deps.store, statementId);
  const description = {
    format: "undersigned/bundle@v1",
    origin: `${origin}/s/${statementId}`,
    size,
    versions: versions.map(({ number, digest }) => ({ number, digest })),
    vkey: formatVerifierKey(deps.key.verifierKey(origin)),
  };
  yield { name: "bundle.json", bytes: formatCanonicalJson(description) };
  for (const version of versions) {
    const folder = `versions/${version.number}`;
    yield { name: `${folder}/manifest.json`, bytes: version.manifest };
    yield { name: `${folder}/consent-notice.txt`, bytes: encodeUtf8(version.consent_notice) };
    for (const text of await listTexts(deps.store, statementId, version.number)) {
      yield { name: `${folder}/text.${text.lang}.md`, bytes: text.bytes };
    }
  }
  yield { name: "log/checkpoint", bytes: statement.checkpoint };
  yield* headFiles(deps, statement.headIndex as number, heads);
  for (let index = 0; index * TILE_WIDTH < size; index++) yield* entryFiles(deps.store, statementId, index, size);
}

async function* headFiles(deps: Deps, index: number, heads: Published["heads"]): AsyncGenerator<BundleFile> {
  const [head] = await readEntries(deps.store.db, HEADS, index, index + 1);
  if (!head) throw new RefusedError("unavailable", `Head ${index} is missing from the database.`);
  yield { name: "heads/head.json", bytes: head };
  const hashes = await proveInclusion(index, heads.size, (level, tile, width) =>
    deps.tiles.nodes(HEADS, level, tile, width),
  );
  yield { name: "heads/proof.tlog-proof", bytes: formatLogProof({ index, hashes, checkpoint: heads.checkpoint }) };
}

/** 256 entries, and the openings of those among them that may be public: organisations that stand. */
async function* entryFiles(store: Store, statementId: string, index: number, size: number): AsyncGenerator<BundleFile> {
  const width = tileWidth("entries", index, size);
  const start = index * TILE_WIDTH;
  const entries = await readEntries(store.db, statementId, start, start + width);
  const path = formatTilePath({ level: "entries", index, width });
  yield { name: `log/${path}`, bytes: formatEntryBundle(entries) };
  const rows = await listPublicOpenings(store.db, statementId, start, start + width);
  if (rows.length === 0) return;
  const lines = rows.map((row) => {
    const opening = openPublic({ salt: row.public_salt, part: JSON.parse(row.public_part) }, row.private_digest);
    return formatLine({ index: row.idx, opening });
  });
  yield { name: `openings/${path.slice("tile/entries/".length)}.jsonl`, bytes: encodeUtf8(lines.join("")) };
}

function formatLine(value: JsonValue): string {
  return `${decodeUtf8(formatCanonicalJson(value))}\n`;
}
