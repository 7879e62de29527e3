import { concatBytes } from "@undersigned/core/bytes.ts";
import { TILE_WIDTH, tileWidth } from "@undersigned/core/log/tile.ts";
import type { Observation } from "@undersigned/core/signature/observation.ts";
import { mergeSignatureNotes } from "@undersigned/core/signature/signature-note.ts";
import { observationsFile, signatureNoteFile } from "@undersigned/core/verify/bundle.ts";
import { formatObservationLine } from "@undersigned/core/verify/observation-lines.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { listPublicObservations } from "@undersigned/store/observations.ts";
import type { Secrets } from "../secrets.ts";
import { openObserved } from "./observing.ts";

/** A file of a bundle: spec/bundle.md. */
type BundleFile = { readonly name: string; readonly bytes: Uint8Array };
type Deps = { readonly store: Store; readonly secrets: Pick<Secrets, "sealKey"> };
type Place = { readonly statementId: string; readonly index: number; readonly size: number };

/**
 * What was observed of organisations that are named and stand, as far as 256 entries commit to it. Their own signatures are handed to
 * `signed`.
 */
export async function* observationFiles(
  { store, secrets }: Deps,
  { statementId, index, size }: Place,
  signed: BundledSignatures,
): AsyncGenerator<BundleFile> {
  const start = index * TILE_WIDTH;
  const rows = await listPublicObservations(store, statementId, start, start + tileWidth("entries", index, size));
  const lines = rows.flatMap((row) => {
    const { observation, salt, attestIndex } = openObserved(secrets, row);
    if (attestIndex === null) return [];
    signed.add(observation);
    return [formatObservationLine({ index: attestIndex, observation, salt })];
  });
  if (lines.length > 0) yield { name: observationsFile(index, size), bytes: concatBytes(...lines) };
}

/** Signatures by organisations' own keys, gathered while the entries are written, to be put together by version. */
export class BundledSignatures {
  /** By version and the text that is signed, which has another origin before a move; then by key, each once. */
  readonly #notes = new Map<string, Map<string, Map<string, string>>>();

  add(observation: Observation): void {
    if (observation.kind !== "key") return;
    const { version, statement, vkey, note } = observation;
    const texts = this.#notes.get(version) ?? new Map<string, Map<string, string>>();
    this.#notes.set(version, texts);
    if ([...texts.values()].some((keys) => keys.has(vkey))) return;
    texts.set(statement, (texts.get(statement) ?? new Map<string, string>()).set(vkey, note));
  }

  *files(versions: readonly { readonly number: number; readonly digest: string }[]): Generator<BundleFile> {
    for (const { number, digest } of versions) {
      const texts = [...(this.#notes.get(digest)?.values() ?? [])];
      const notes = texts.flatMap((keys) => mergeSignatureNotes([...keys.values()]));
      for (const [at, bytes] of notes.entries()) yield { name: signatureNoteFile(number, at + 1), bytes };
    }
  }
}
