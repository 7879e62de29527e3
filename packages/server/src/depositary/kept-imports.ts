import { deflateSync, inflateSync } from "node:zlib";
import { decodeUtf8, encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { TextImportRow } from "@undersigned/store/text-imports.ts";
import type { BroughtIn } from "../reading/reading.ts";
import type { Secrets } from "../secrets.ts";
import type { SourceOrigin } from "./given-source.ts";
import type { ImportChoices } from "./imports.ts";
import { seal, unseal } from "./seal.ts";

/* What is kept of a text under review, in two sealed halves: what was read, written once; what was chosen, with every change. */

/** With what the list of those under review shows of it. */
export type KeptChoices = ImportChoices & { readonly origin: SourceOrigin; readonly title: string };

type Place = Pick<TextImportRow, "account_id" | "id">;
type Key = Pick<Secrets, "sealKey">;

export function sealImportSource(key: Key, place: Place, read: BroughtIn): Uint8Array {
  return sealHalf(key, "source", place, read);
}

export function sealImportChoices(key: Key, place: Place, chosen: KeptChoices): Uint8Array {
  return sealHalf(key, "choices", place, chosen);
}

/** @throws MalformedError when it was changed or moved, or the key is another */
export function openImportSource(key: Key, row: Place & Pick<TextImportRow, "source_sealed">): BroughtIn {
  const opened: BroughtIn = openHalf(key, "source", row, row.source_sealed);
  return opened;
}

/** @throws MalformedError when it was changed or moved, or the key is another */
export function openImportChoices(key: Key, row: Place & Pick<TextImportRow, "choices_sealed">): KeptChoices {
  const opened: KeptChoices = openHalf(key, "choices", row, row.choices_sealed);
  return opened;
}

/** JSON writes a lone surrogate as its escape: whatever was read is kept to the unit. */
function sealHalf({ sealKey }: Key, half: string, { account_id, id }: Place, what: unknown): Uint8Array {
  return seal(sealKey, deflateSync(encodeUtf8(JSON.stringify(what))), `text-import-${half}`, account_id, id);
}

function openHalf({ sealKey }: Key, half: string, { account_id, id }: Place, sealed: Uint8Array) {
  return JSON.parse(decodeUtf8(inflateSync(unseal(sealKey, sealed, `text-import-${half}`, account_id, id))));
}
