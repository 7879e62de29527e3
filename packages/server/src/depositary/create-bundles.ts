import { concatBytes, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { formatEntryBundle } from "@undersigned/core/log/entry-bundle.ts";
import type { IdentityLink } from "@undersigned/core/log/identity-chain.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { formatLogProof } from "@undersigned/core/log/proof.ts";
import { proveInclusion } from "@undersigned/core/log/prove.ts";
import { TILE_WIDTH, tileWidth } from "@undersigned/core/log/tile.ts";
import { openPublic } from "@undersigned/core/signature/commitment.ts";
import {
  BUNDLE_FORMAT,
  CHECKPOINT_FILE,
  consentNoticeFile,
  DESCRIPTION_FILE,
  entriesFile,
  formatDescription,
  HEAD_FILE,
  HEAD_PROOF_FILE,
  identityFile,
  identityProofFile,
  manifestFile,
  openingsFile,
  POLICY_FILE,
  README_FILE,
  textFile,
  VERIFIER_FILE,
} from "@undersigned/core/verify/bundle.ts";
import { formatOpeningLine } from "@undersigned/core/verify/openings.ts";
import { formatReadme } from "@undersigned/core/verify/readme.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { HEADS, readEntries } from "@undersigned/store/log-reading.ts";
import { listPublicOpenings } from "@undersigned/store/signatures.ts";
import { listTexts, listVersions } from "@undersigned/store/versions.ts";
import type { Secrets } from "../secrets.ts";
import { verifierPage } from "../verifier-page.ts";
import { additionFiles } from "./bundled-additions.ts";
import { BundledSignatures, observationFiles } from "./bundled-observations.ts";
import type { Bundles } from "./bundles.ts";
import type { Covering } from "./covering.ts";
import type { SigningKey } from "./keys.ts";
import type { Published } from "./published.ts";
import type { Publishing } from "./publishing.ts";
import type { TileReading } from "./tile-reading.ts";
import type { Witnesses } from "./witnesses.ts";
import { zipStream } from "./zip-stream.ts";

type Deps = {
  readonly store: Store;
  readonly secrets: Pick<Secrets, "sealKey">;
  readonly publishing: Publishing;
  readonly tiles: TileReading;
  readonly covering: Covering;
  readonly witnesses: Pick<Witnesses, "policy">;
  readonly key: SigningKey;
  /** Of the log of heads. */
  readonly origin: () => string;
  /** How that key came to hold, oldest first. */
  readonly chain: readonly IdentityLink[];
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
      const settled = await deps.covering.settledForBundle(statementId, published);
      return zipStream(bundleFiles(deps, statementId, settled));
    },
  };
}

async function* bundleFiles(deps: Deps, statementId: string, published: Published): AsyncGenerator<BundleFile> {
  const { statement, heads } = published;
  const { size } = statement;
  const origin = deps.origin();
  const statementOrigin = `${origin}/s/${statementId}`;
  yield { name: README_FILE, bytes: formatReadme(statementOrigin) };
  // A version opened since then is for the next publication to show.
  const versions = (await listVersions(deps.store, statementId)).filter(({ opened_index }) => opened_index < size);
  const verifier = verifierPage();
  const description = formatDescription({
    format: BUNDLE_FORMAT,
    origin: statementOrigin,
    size,
    verifier: verifier?.digest ?? null,
    versions: versions.map(({ number, digest }) => ({ number, digest })),
    vkey: formatVerifierKey(deps.key.verifierKey(origin)),
  });
  yield { name: DESCRIPTION_FILE, bytes: description };
  if (verifier !== null) yield { name: VERIFIER_FILE, bytes: verifier.bytes };
  const policy = deps.witnesses.policy();
  if (policy !== null) yield { name: POLICY_FILE, bytes: policy.file };
  for (const [at, { entry, proof }] of deps.chain.entries()) {
    yield { name: identityFile(at + 1), bytes: entry };
    yield { name: identityProofFile(at + 1), bytes: proof };
  }
  for (const { number, manifest, consent_notice } of versions) {
    yield { name: manifestFile(number), bytes: manifest };
    yield { name: consentNoticeFile(number), bytes: encodeUtf8(consent_notice) };
    for (const text of await listTexts(deps.store, statementId, number)) {
      yield { name: textFile(number, text.lang), bytes: text.bytes };
    }
  }
  yield* additionFiles(deps.store, statementId, size);
  yield { name: CHECKPOINT_FILE, bytes: statement.checkpoint };
  yield* headFiles(deps, statement.headIndex as number, heads);
  const signed = new BundledSignatures();
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    yield* entryFiles(deps.store, statementId, index, size);
    yield* observationFiles(deps, { statementId, index, size }, signed);
  }
  yield* signed.files(versions);
}

async function* headFiles(deps: Deps, index: number, heads: Published["heads"]): AsyncGenerator<BundleFile> {
  const [head] = await readEntries(deps.store.db, HEADS, index, index + 1);
  if (!head) throw new RefusedError("unavailable", `Head ${index} is missing from the database.`);
  yield { name: HEAD_FILE, bytes: head };
  const hashes = await proveInclusion(index, heads.size, (level, tile, width) =>
    deps.tiles.nodes(HEADS, level, tile, width),
  );
  yield { name: HEAD_PROOF_FILE, bytes: formatLogProof({ index, hashes, checkpoint: heads.checkpoint }) };
}

/** 256 entries, and the openings of those among them that may be public: organisations that stand. */
async function* entryFiles(store: Store, statementId: string, index: number, size: number): AsyncGenerator<BundleFile> {
  const width = tileWidth("entries", index, size);
  const start = index * TILE_WIDTH;
  const entries = await readEntries(store.db, statementId, start, start + width);
  yield { name: entriesFile(index, size), bytes: formatEntryBundle(entries) };
  const rows = await listPublicOpenings(store.db, statementId, start, start + width);
  if (rows.length === 0) return;
  const lines = rows.map((row) => {
    const opening = openPublic({ salt: row.public_salt, part: JSON.parse(row.public_part) }, row.private_digest);
    return formatOpeningLine({ index: row.consent_index, opening });
  });
  yield { name: openingsFile(index, size), bytes: concatBytes(...lines) };
}
