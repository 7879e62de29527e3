import { encodeHex } from "../bytes.ts";
import { VerificationError } from "../errors.ts";
import type { VerifierKey } from "../log/note.ts";
import { NOTE_LIMIT, parseVerifierKey } from "../log/note.ts";
import type { Hex } from "../signature/entry.ts";
import type { Observation } from "../signature/observation.ts";
import { parseSignatureNote, verifyKeySignature } from "../signature/signature-note.ts";
import { SIGNATURES, signatureNoteFile } from "./bundle.ts";
import type { Inventory } from "./inventory.ts";
import type { BundleFindings } from "./report.ts";
import type { ReadVersion } from "./versions.ts";

const FILE = /^signatures\/([1-9][0-9]{0,3})\/([1-9][0-9]{0,5})\.note$/;

/** The notes of a bundle over its versions, by keys of organisations that observations tell of. */
export class SignatureNotes {
  readonly #inventory: Inventory;
  readonly #findings: BundleFindings;
  readonly #versions: readonly ReadVersion[];
  /** Version and key of each line that verified. */
  readonly #verified = new Set<string>();

  constructor(inventory: Inventory, findings: BundleFindings, versions: readonly ReadVersion[]) {
    this.#inventory = inventory;
    this.#findings = findings;
    this.#versions = versions;
  }

  /** How many lines verified. */
  get verified(): number {
    return this.#verified.size;
  }

  /**
   * Reads all of them. A file whose name is none of theirs is left, and is called superfluous in the end.
   * @param origins that the statement's log has had
   * @param observations of organisations that are named and stand
   */
  async read(origins: ReadonlySet<string>, observations: readonly Observation[]): Promise<void> {
    const files = new Set(this.#inventory.list(SIGNATURES));
    const keys = files.size === 0 ? new Map() : keysByVersion(observations);
    for (const file of files) {
      const [, version, number = ""] = FILE.exec(file) ?? [];
      const found = this.#versions[Number(version) - 1];
      // Numbered 1, 2, 3: one that has none before it is superfluous.
      const hasBefore = number === "1" || files.has(signatureNoteFile(Number(version), Number(number) - 1));
      if (found === undefined || !hasBefore) continue;
      const bytes = await this.#inventory.read(file, NOTE_LIMIT);
      if (bytes === null) {
        this.#findings.leave("observations", `${file} could not be read.`);
        continue;
      }
      this.#findings.attempt("observations", file, () => this.#check(bytes, found.digest, origins, keys));
    }
  }

  #check(note: Uint8Array, version: Hex, origins: ReadonlySet<string>, keys: KeysByVersion): void {
    const { statement, version: signed, signatures } = parseSignatureNote(note);
    if (!origins.has(statement)) {
      throw new VerificationError("wrong_origin", `the note signs ${statement}, which is another statement`);
    }
    if (signed !== version) {
      throw new VerificationError("digest_mismatch", `the note signs ${signed}, which is not this version`);
    }
    const used = signatures.map((line) => {
      const key = keys.get(version)?.get(lineOf(line));
      if (key === undefined) {
        throw new VerificationError(
          "extra_file",
          `no observation in the bundle tells of the key ${lineOf(line)}, which has a line here`,
        );
      }
      return key;
    });
    verifyKeySignature(note, used, { statement, version });
    for (const key of used) this.#add(`${version} ${lineOf(key)}`, lineOf(key));
  }

  #add(line: string, key: string): void {
    if (this.#verified.has(line)) {
      throw new VerificationError("extra_file", `the key ${key} has a line in another note of this version too`);
    }
    this.#verified.add(line);
  }
}

/** By the digest of a version, and then by name and id: the keys that signed it. */
type KeysByVersion = ReadonlyMap<Hex, ReadonlyMap<string, VerifierKey>>;

function keysByVersion(observations: readonly Observation[]): KeysByVersion {
  const versions = new Map<Hex, Map<string, VerifierKey>>();
  for (const one of observations) {
    if (one.kind !== "key") continue;
    const key = parseVerifierKey(one.vkey);
    const keys = versions.get(one.version) ?? new Map<string, VerifierKey>();
    versions.set(one.version, keys.set(lineOf(key), key));
  }
  return versions;
}

function lineOf({ name, keyId }: { readonly name: string; readonly keyId: Uint8Array }): string {
  return `${name}+${encodeHex(keyId)}`;
}
