import { UndersignedError } from "@undersigned/core/errors.ts";
import type { CompactReplay } from "@undersigned/core/signature/compact-replay.ts";
import type { Consent, Entry } from "@undersigned/core/signature/entry.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import type { SignatureState } from "@undersigned/core/signature/signature-state.ts";
import { checkTerms } from "@undersigned/core/signature/terms.ts";
import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import { formatCounts } from "./counts.ts";
import type { OpenedVersion } from "./memory.ts";

/** An act that may concern an organisation that is watched. */
export type Act = {
  readonly index: number;
  readonly entry: Entry;
  /** The signature that it is on, as it was before; null where it is on none. */
  readonly before: SignatureState | null;
};

/** Where replay ended, and why. */
export type Broken = {
  readonly index: number;
  readonly code: "illegal_entry" | "unknown_entry";
  readonly message: string;
};

type Options = {
  readonly replay: CompactReplay;
  /** What was found before, in words: then entries are only counted. */
  readonly broken: string | null;
  /** The counts that the site shows, to be found on the way; null when nothing is to be found. */
  readonly claimed: string | null;
  readonly readVersion: (version: OpenedVersion) => Promise<Manifest | null>;
  /** Whether acts are to be remembered: only who watches somebody needs them. */
  readonly watching: boolean;
};

/** Reads the new entries of a statement one by one: their form, that each may follow, and that it keeps to the terms. */
export class StatementReading {
  readonly #options: Options;
  readonly #manifests = new Map<string, Manifest | null>();
  #stopped: boolean;
  broken: Broken | null = null;
  /** The claimed counts were those of the log at some moment. */
  borneOut: boolean;
  /** Versions that were opened. */
  readonly opened: Manifest[] = [];
  /** Versions that could not be read. */
  readonly missing: OpenedVersion[] = [];
  /** Acts on signatures, and consents of named organisations. */
  readonly acts: Act[] = [];

  constructor(options: Options) {
    this.#options = options;
    this.#stopped = options.broken !== null;
    this.borneOut = this.#isClaimed();
  }

  async add(bytes: Uint8Array, index: number): Promise<void> {
    if (this.#stopped) return;
    try {
      const entry = parseEntry(bytes);
      const { replay, watching } = this.#options;
      const before = watching && "of" in entry ? replay.signature(entry.of) : null;
      replay.apply(entry);
      const checking = this.#check(entry, index);
      if (checking !== null) await checking;
      if (!this.borneOut) this.borneOut = this.#isClaimed();
      if (watching && concernsOrganisation(entry)) this.acts.push({ index, entry, before });
    } catch (error) {
      if (!(error instanceof UndersignedError) || error.code === "unavailable" || error.code === "configuration")
        throw error;
      this.#stopped = true;
      const code = error.code === "unknown_entry" ? "unknown_entry" : "illegal_entry";
      this.broken = { index, code, message: error.message };
    }
  }

  #isClaimed(): boolean {
    const { claimed, replay } = this.#options;
    return claimed === null || (replay.size > 0 && formatCounts(replay.statement()) === claimed);
  }

  /** Null when there is nothing to wait for, as for nearly every entry. */
  #check(entry: Entry, index: number): Promise<void> | null {
    if (entry.act === "open") return this.#open(entry.version);
    if (entry.act !== "sign" && entry.act !== "resign") return null;
    const manifest = this.#manifests.get(entry.version);
    if (manifest === undefined) return this.#checkTerms(entry, index);
    if (manifest !== null) checkTerms(entry, manifest.terms, index);
    return null;
  }

  async #checkTerms(entry: Consent, index: number): Promise<void> {
    const manifest = await this.#learn(entry.version);
    if (manifest !== null) checkTerms(entry, manifest.terms, index);
  }

  #place(digest: string): OpenedVersion {
    const { versions } = this.#options.replay.statement();
    const at = versions.indexOf(digest);
    return { number: at + 1, digest, previous: versions[at - 1] ?? null };
  }

  async #open(digest: string): Promise<void> {
    const manifest = await this.#learn(digest);
    if (manifest !== null) this.opened.push(manifest);
    else this.missing.push(this.#place(digest));
  }

  async #learn(digest: string): Promise<Manifest | null> {
    const manifest = await this.#options.readVersion(this.#place(digest));
    this.#manifests.set(digest, manifest);
    return manifest;
  }
}

/** Acts on a signature may be on that of an organisation; consents are, or are not. */
function concernsOrganisation(entry: Entry): boolean {
  if (entry.act === "sign" || entry.act === "resign") return entry.kind === "organisation" && entry.named;
  return "of" in entry;
}
