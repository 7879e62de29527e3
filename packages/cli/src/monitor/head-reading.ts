import { UndersignedError, VerificationError } from "@undersigned/core/errors.ts";
import type { Head } from "@undersigned/core/log/head.ts";
import { checkHeadOrder } from "@undersigned/core/log/head.ts";
import type { IdentityAct } from "@undersigned/core/log/identity-act.ts";
import { parseHeadsEntry } from "@undersigned/core/log/identity-act.ts";
import { isSameKey } from "@undersigned/core/log/identity-chain.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { parseOrigin } from "@undersigned/core/log/origin.ts";
import type { Memory, SeenHead } from "./memory.ts";
import { emptyStatementMemory } from "./memory.ts";

/** An entry that no log of heads may hold there. */
export type HeadFault = { readonly index: number; readonly message: string; readonly bytes: Uint8Array };

/** Reads new heads, one after the other, beside what is remembered, which changes only with `commit`. */
export class HeadReading {
  readonly #memory: Memory;
  readonly #host: string;
  readonly #heads = new Map<string, SeenHead>();
  #time: number;
  /** The key that took over last, among what was read here. */
  #key: VerifierKey | null = null;
  #moved = false;
  /** The first entry that breaks the rules: it counts once the tree that holds it is known to be signed. */
  fault: HeadFault | null = null;

  constructor(memory: Memory, host: string) {
    this.#memory = memory;
    this.#host = host;
    this.#time = memory.time;
  }

  add(bytes: Uint8Array, index: number): void {
    if (this.fault !== null) return;
    try {
      const entry = parseHeadsEntry(bytes);
      this.#checkTime(entry.time);
      if ("act" in entry) this.#followAct(entry, index);
      else this.#follow(entry, index);
      this.#time = entry.time;
    } catch (error) {
      if (!(error instanceof UndersignedError)) throw error;
      this.fault = { index, message: error.message, bytes };
    }
  }

  #checkTime(time: number): void {
    if (this.#moved)
      throw new VerificationError("proof_invalid", "it follows the move to another host, which ends the log");
    if (time >= this.#time) return;
    throw new VerificationError("proof_invalid", "its time is before that of the entry before it");
  }

  /** Acts of the depositary itself (spec/identity.md). */
  #followAct(act: IdentityAct, index: number): void {
    if (act.act === "succeed") {
      if (index === 0) return;
      throw new VerificationError("proof_invalid", "it continues another log, which only the first entry may");
    }
    if (act.from.name !== this.#host) {
      throw new VerificationError("wrong_origin", `it hands over a key of ${act.from.name}, another depositary`);
    }
    if (this.#key !== null && !isSameKey(this.#key, act.from)) {
      throw new VerificationError("proof_invalid", "it hands over a key that was replaced before");
    }
    this.#key = act.key;
    this.#moved = act.act === "move";
  }

  /** The rules of spec/log.md, "Head" and "Publish round". */
  #follow(head: Head, index: number): void {
    const { host, statement } = parseOrigin(head.statement);
    if (host !== this.#host || statement === null) {
      throw new VerificationError("wrong_origin", `it is of ${head.statement}, another depositary's statement`);
    }
    const before = this.#heads.get(statement) ?? this.#memory.statements.get(statement)?.head;
    if (before === undefined) {
      if (head.previous !== null) {
        throw new VerificationError("proof_invalid", `it is the first of ${head.statement}, and names one before it`);
      }
    } else {
      const earlier = { ...before, statement: head.statement, previous: null };
      checkHeadOrder({ index: before.index, head: earlier }, { index, head });
    }
    this.#heads.set(statement, { index, size: head.size, root: head.root, time: head.time });
  }

  /** Remembers what was read. @returns the ids of the statements with new heads */
  commit(): Set<string> {
    for (const [id, head] of this.#heads) {
      const known = this.#memory.statements.get(id);
      if (known === undefined) this.#memory.statements.set(id, emptyStatementMemory(head));
      else known.head = head;
    }
    this.#memory.time = this.#time;
    return new Set(this.#heads.keys());
  }
}
