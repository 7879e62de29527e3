import { invariant } from "../errors.ts";
import { addInPlace, copyCounts, emptyCounts, emptyVersionCount, moveInPlace } from "./counts.ts";
import type { Entry, Hex, Level } from "./entry.ts";
import { CAPACITIES, KINDS, REMOVAL_REASONS } from "./entry.ts";
import type { SignatureState } from "./signature-state.ts";
import type { StatementState, StatementStatus } from "./statement-state.ts";
import { touchedIndex, transition } from "./transition.ts";

/** Signatures are kept in blocks of this many entries, so that growing never copies. */
const BLOCK = 65_536;
export const STATUSES = ["standing", "disputed", "withdrawn", "removed", "erased", "anonymised"] as const;

/**
 * Replays a log in place. It says what folding `step` over the same entries says, but holds each entry's signature in
 * four bytes and copies no counts: a verifier replays millions. Entries are applied one by one, in order.
 */
export class CompactReplay {
  readonly #blocks: Uint32Array[] = [];
  readonly #versions: Hex[] = [];
  readonly #counts = emptyCounts();
  #status: StatementStatus = "empty";
  #size = 0;
  #closes: string | null = null;

  /** How many entries were applied, and so the index of the next. */
  get size(): number {
    return this.#size;
  }

  /**
   * Applies the next entry. An entry that is refused changes nothing.
   * @throws VerificationError (IllegalEntryError) `illegal_entry`, with the rule's name
   */
  apply(entry: Entry): void {
    invariant(Number.isSafeInteger(this.#size + 1), "a log has at most 2^53-1 entries");
    const of = touchedIndex(entry);
    const touched = of === null ? null : this.signature(of);
    const signature = transition(this.#view(), touched, entry);
    if (signature !== null) {
      moveInPlace(this.#counts, touched, signature);
      this.#store(signature, entry.act === "sign" || entry.act === "resign");
    } else if (entry.act === "open") {
      this.#versions.push(entry.version);
      this.#counts.versions[entry.version] = emptyVersionCount();
      this.#status = "open";
      this.#closes = entry.closes;
    } else if (entry.act === "extend") {
      this.#closes = entry.closes;
    } else if (entry.act === "close") {
      this.#status = "closed";
    }
    this.#size += 1;
  }

  /**
   * Applies one `sign` after another, each like an earlier one in all but its commitment: number i like the one at index
   * `likes[i]`. That one must have been applied after the last entry that is no `sign`: the rules look at nothing that
   * changed since, so what they allowed then they allow now.
   */
  repeatSigns(likes: readonly number[]): void {
    const times = new Map<number, number>();
    for (const like of likes) {
      const word = this.#blocks[Math.floor(like / BLOCK)]?.[like % BLOCK] ?? 0;
      invariant(word !== 0 && like < this.#size, "only a sign that was applied is repeated");
      times.set(word, (times.get(word) ?? 0) + 1);
      this.#write(this.#size, word);
      this.#size += 1;
    }
    for (const [word, count] of times) addInPlace(this.#counts, this.#unpack(word, 0), count);
  }

  /** The statement's state so far, shared with nothing. */
  statement(): StatementState {
    return { ...this.#view(), versions: [...this.#versions], counts: copyCounts(this.#counts) };
  }

  /** The state of the signature whose `sign` stands at `index`, or null when no such entry was applied. */
  signature(index: number): SignatureState | null {
    const word = this.#blocks[Math.floor(index / BLOCK)]?.[index % BLOCK] ?? 0;
    return word === 0 ? null : this.#unpack(word, index);
  }

  #unpack(word: number, index: number): SignatureState {
    const version = this.#versions[ordinalOf(word)];
    invariant(version !== undefined, "a signature's version was opened");
    return unpack(word, index, version);
  }

  /** How many signatures are so, without a look at each by itself. */
  count({ kind, named, status }: Pick<SignatureState, "kind" | "named" | "status">): number {
    const wanted = pack({ index: 0, capacity: CAPACITIES[0], level: 1, version: "", kind, named, status }, 0);
    let count = 0;
    for (const block of this.#blocks) for (const word of block) if ((word & COUNTED) === wanted) count += 1;
    return count;
  }

  /** Every signature so far, in the order of their indices. */
  *signatures(): Generator<SignatureState> {
    for (let index = 0; index < this.#size; index++) {
      const signature = this.signature(index);
      if (signature !== null) yield signature;
    }
  }

  /** The state as it is kept, not copied. */
  #view(): StatementState {
    return {
      status: this.#status,
      size: this.#size,
      version: this.#versions.at(-1) ?? null,
      versions: this.#versions,
      closes: this.#closes,
      counts: this.#counts,
    };
  }

  #store(signature: SignatureState, consented: boolean): void {
    const { index } = signature;
    const before = this.#blocks[Math.floor(index / BLOCK)]?.[index % BLOCK] ?? 0;
    this.#write(index, pack(signature, consented ? this.#versions.length - 1 : ordinalOf(before)));
  }

  #write(index: number, word: number): void {
    const number = Math.floor(index / BLOCK);
    while (this.#blocks.length <= number) this.#blocks.push(new Uint32Array(BLOCK));
    const block = this.#blocks[number];
    invariant(block !== undefined, "the signature's block was made");
    block[index % BLOCK] = word;
  }
}

// A signature in 21 bits of a word, from the lowest: status + 1 (3 bits, so that a word of 0 is no signature), reason + 1
// or 0 (3), kind (1), capacity (1), named (1), level - 1 (2), ordinal of the version among those opened (10).

/** Status, kind and named. */
const COUNTED = 0b1_0100_0111;

function pack(signature: SignatureState, ordinal: number): number {
  const reason = signature.reason === undefined ? 0 : REMOVAL_REASONS.indexOf(signature.reason) + 1;
  return (
    (STATUSES.indexOf(signature.status) + 1) |
    (reason << 3) |
    (KINDS.indexOf(signature.kind) << 6) |
    (CAPACITIES.indexOf(signature.capacity) << 7) |
    ((signature.named ? 1 : 0) << 8) |
    ((signature.level - 1) << 9) |
    (ordinal << 11)
  );
}

function ordinalOf(word: number): number {
  return word >>> 11;
}

function unpack(word: number, index: number, version: Hex): SignatureState {
  const kind = KINDS[(word >>> 6) & 1];
  const capacity = CAPACITIES[(word >>> 7) & 1];
  const status = STATUSES[(word & 7) - 1];
  invariant(kind !== undefined && capacity !== undefined && status !== undefined, "a packed signature unpacks");
  const named = ((word >>> 8) & 1) === 1;
  const level = (((word >>> 9) & 3) + 1) as Level;
  const reason = REMOVAL_REASONS[((word >>> 3) & 7) - 1];
  const signature = { index, kind, capacity, named, level, version, status };
  return reason === undefined ? signature : { ...signature, reason };
}
