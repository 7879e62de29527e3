import { encodeHex, sha256 } from "../bytes.ts";
import { VerificationError } from "../errors.ts";
import type { Entry, Hex } from "../signature/entry.ts";
import { checkDocument, DOCUMENT_LIMIT, isDocumentFormat } from "../statement/document.ts";
import { RESPONSES } from "./bundle.ts";
import type { Inventory } from "./inventory.ts";
import type { BundleFindings, ReportedResponse } from "./report.ts";

/** A document of the bundle, and who answered in it by the last entry that names it. */
type Found = { readonly file: string; addressee: string | null };

/**
 * The documents in which addressees answered: files that may be missing, but are in the bundle only where a `response` names
 * their SHA-256. What is remembered grows with the files that there are, not with the entries.
 */
export class ResponseReading {
  readonly #findings: BundleFindings;
  readonly #found = new Map<Hex, Found>();

  constructor(findings: BundleFindings) {
    this.#findings = findings;
  }

  /** Reads all of them. A file whose name is none of theirs is left, and is called superfluous in the end. */
  async read(inventory: Inventory): Promise<void> {
    for (const file of inventory.list(RESPONSES)) {
      const [digest = "", format = "", ...more] = file.slice(RESPONSES.length).split(".");
      if (!/^[0-9a-f]{64}$/.test(digest) || !isDocumentFormat(format) || more.length > 0) continue;
      if (this.#found.has(digest)) continue;
      const bytes = await inventory.read(file, DOCUMENT_LIMIT);
      if (bytes === null) continue;
      this.#found.set(digest, { file, addressee: null });
      this.#findings.attempt("files", file, () => {
        checkDocument(bytes, format);
        checkName(bytes, digest);
      });
    }
  }

  /** Takes an entry that is allowed where it stands. */
  name({ sha256: digest, addressee }: Entry & { readonly act: "response" }): void {
    const found = this.#found.get(digest);
    if (found !== undefined) found.addressee = addressee;
  }

  /** @param complete whether all entries were seen: else one that names it may have been missed */
  close(complete: boolean): void {
    if (!complete) return;
    for (const { file, addressee } of this.#found.values()) {
      if (addressee !== null) continue;
      const error = new VerificationError(
        "extra_file",
        "no entry of the log says that anybody answered in this document",
      );
      this.#findings.fail("files", file, error);
    }
  }

  /** Those that an entry names. */
  list(): ReportedResponse[] {
    return [...this.#found.values()].flatMap(({ file, addressee }) =>
      addressee === null ? [] : [{ addressee, file }],
    );
  }
}

function checkName(bytes: Uint8Array, digest: Hex): void {
  const found = encodeHex(sha256(bytes));
  if (found === digest) return;
  throw new VerificationError("digest_mismatch", `its name is not its SHA-256, which is ${found}`);
}
