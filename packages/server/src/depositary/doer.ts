import type { DoerColumns } from "@undersigned/store/schema.ts";

/** Who does what only an administrator may: a person at the pages, or a program with a token. */
export type Doer = {
  readonly kind: "administrator" | "token";
  readonly id: string;
  /** The administrator's name, or the token's label. */
  readonly name: string;
};

export function doerColumns({ kind, id, name }: Doer): DoerColumns {
  return { doer_kind: kind, doer_id: id, doer_name: name };
}

export function readDoer({ doer_kind, doer_id, doer_name }: DoerColumns): Doer {
  return { kind: doer_kind, id: doer_id, name: doer_name };
}
