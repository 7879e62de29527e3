import { encodeHex, sha256 } from "../bytes.ts";
import { VerificationError } from "../errors.ts";
import type { Entry, Hex } from "../signature/entry.ts";
import { findMisalignment } from "../statement/align.ts";
import { plainText } from "../statement/inline.ts";
import type { Text } from "../statement/text.ts";
import { parseText, TEXT_LIMIT } from "../statement/text.ts";
import { TRANSLATIONS } from "./bundle.ts";
import type { Inventory } from "./inventory.ts";
import type { BundleFindings, ReportedVersion } from "./report.ts";
import type { ReadVersion } from "./versions.ts";

type TranslationEntry = Entry & { readonly act: "translation" };
/** A translation of the bundle: `named` is what the last entry says of this version and language. */
type Found = {
  readonly file: string;
  readonly digest: Hex;
  readonly title: string | null;
  readonly lang: string;
  readonly version: ReadVersion;
  named: Hex | null;
};

const FILE = /^translations\/([1-9][0-9]{0,3})\/text\.([A-Za-z0-9-]{2,35})\.md$/;

/**
 * Translations that nobody signed: files that may be missing, but are in the bundle only as the last `translation` of their
 * version and language names them. What is remembered grows with the files that there are, not with the entries.
 */
export class TranslationReading {
  readonly #findings: BundleFindings;
  readonly #versions: readonly ReadVersion[];
  readonly #found = new Map<string, Found>();

  constructor(findings: BundleFindings, versions: readonly ReadVersion[]) {
    this.#findings = findings;
    this.#versions = versions;
  }

  /** Reads all of them. A file whose name is none of theirs is left, and is called superfluous in the end. */
  async read(inventory: Inventory): Promise<void> {
    for (const file of inventory.list(TRANSLATIONS)) {
      const [, number, lang = ""] = FILE.exec(file) ?? [];
      const version = this.#versions[Number(number) - 1];
      if (version === undefined) continue;
      const bytes = await inventory.read(file, TEXT_LIMIT);
      if (bytes === null) continue;
      const text = this.#findings.attempt("files", file, () => readTranslation(bytes, version));
      const title = text === null ? null : plainText(text.title);
      const digest = encodeHex(sha256(bytes));
      this.#found.set(keyOf(version.digest, lang), { file, digest, title, lang, version, named: null });
    }
  }

  /** Takes an entry that is allowed where it stands. @throws VerificationError when its version has that language */
  name({ version: digest, lang, sha256: named }: TranslationEntry): void {
    const version = this.#versions.find((one) => one.digest === digest);
    if (version?.manifest?.texts.some((text) => text.lang === lang)) {
      const message = `it is a translation into ${lang}, in which its version has a text of its own`;
      throw new VerificationError("illegal_entry", message);
    }
    const found = this.#found.get(keyOf(digest, lang));
    if (found !== undefined) found.named = named;
  }

  /** @param complete whether all entries were seen: else the last may have been missed */
  close(complete: boolean): void {
    if (!complete) return;
    for (const { file, digest, named } of this.#found.values()) {
      if (named === digest) continue;
      const error =
        named === null
          ? new VerificationError("extra_file", "no entry of the log says that this translation was added")
          : new VerificationError(
              "digest_mismatch",
              `its SHA-256 is ${digest}, and the log's last translation of this version and language has ${named}`,
            );
      this.#findings.fail("files", file, error);
    }
  }

  /** Those of a version that could be read and that the log names, in the order of their languages. */
  list(version: Hex): ReportedVersion["translations"] {
    return [...this.#found.values()].flatMap(({ lang, digest, title, named, version: of }) =>
      of.digest === version && named === digest && title !== null ? [{ lang, sha256: digest, title }] : [],
    );
  }
}

function keyOf(version: Hex, lang: string): string {
  return `${version} ${lang}`;
}

function readTranslation(bytes: Uint8Array, { texts }: ReadVersion): Text {
  const text = parseText(bytes);
  const [reference] = texts.values();
  const found = reference === undefined ? null : findMisalignment(reference, text);
  if (found === null) return text;
  throw new VerificationError("text_refused", `its blocks are not those of its version: they part at ¶ ${found.block}`);
}
