import type { DoerColumns } from "@undersigned/store/account-tables.ts";
import type { Role } from "./roles.ts";

/** Who acts: an account at the pages, by its role, or a program with a token. */
export type Doer = {
  readonly kind: Role | "token";
  readonly id: string;
  /** The account's name, or the token's label. */
  readonly name: string;
};

export function doerColumns({ kind, id, name }: Doer): DoerColumns {
  return { doer_kind: kind, doer_id: id, doer_name: name };
}

export function readDoer({ doer_kind, doer_id, doer_name }: DoerColumns): Doer {
  return { kind: doer_kind, id: doer_id, name: doer_name };
}
