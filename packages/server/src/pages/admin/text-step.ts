import type { Draft } from "../../depositary/drafts.ts";
import type { FieldError } from "../../views/form.ts";
import type { DraftAtHand } from "./draft-step.ts";
import type { Typed } from "./typed.ts";

/** One language of a draft, in the editor. */
export type TextStep = {
  /** Null for a statement that is not kept yet. */
  readonly at: DraftAtHand | null;
  readonly draft: Draft;
  /** Which of the draft's texts; one more than the last is a new one. */
  readonly index: number;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
};
