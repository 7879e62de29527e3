import { MalformedError, VerificationError } from "../errors.ts";
import type { BundleFiles } from "./bundle.ts";
import type { BundleFindings } from "./report.ts";

/** The files of a bundle, and which of them were accounted for. */
export class Inventory {
  readonly #files: BundleFiles;
  readonly #findings: BundleFindings;
  readonly #left: Set<string>;
  readonly #excused: string[] = [];

  constructor(files: BundleFiles, findings: BundleFindings) {
    const names = files.names();
    this.#files = files;
    this.#findings = findings;
    this.#left = new Set(names);
    if (this.#left.size < names.length) {
      findings.fail("files", "the bundle", new MalformedError("malformed", "two files have one name"));
    }
  }

  has(name: string): boolean {
    return this.#left.has(name);
  }

  /** The files not accounted for yet whose names begin with `prefix`, in order. */
  list(prefix: string): string[] {
    return [...this.#left].filter((name) => name.startsWith(prefix)).sort();
  }

  /** Accounts for a file that belongs here. False, with a problem on record, when it is missing. */
  take(name: string): boolean {
    if (this.#left.delete(name)) return true;
    this.#findings.fail("files", name, new VerificationError("missing_file", "this file is missing"));
    return false;
  }

  /** The bytes of a file that belongs here; null, with a problem on record, when it is missing or damaged. */
  async read(name: string, limit: number): Promise<Uint8Array | null> {
    if (!this.take(name)) return null;
    try {
      return await this.#files.read(name, limit);
    } catch (error) {
      this.#findings.fail("files", name, error);
      return null;
    }
  }

  /** What begins with `prefix` cannot be judged any more: no file there is called superfluous. */
  excuse(prefix: string): void {
    this.#excused.push(prefix);
  }

  /** Every file that nothing asked for does not belong in the bundle. */
  close(): void {
    for (const name of [...this.#left].sort()) {
      if (this.#excused.some((prefix) => name.startsWith(prefix))) continue;
      const error = new VerificationError("extra_file", "this file does not belong in the bundle");
      this.#findings.fail("files", name, error);
    }
    this.#findings.done("files");
  }
}
