import type { Store } from "@undersigned/store/engine.ts";
import type { OpenIdProvider } from "../openid/provider-setting.ts";
import type { Secrets } from "../secrets.ts";
import type { Evidence } from "./evidence.ts";
import type { Statements } from "./statements.ts";

/** What asking others needs. */
export type AskingsDeps = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly evidence: Evidence;
  readonly statements: Statements;
  readonly providers: readonly OpenIdProvider[];
  readonly clock: () => number;
  /** Mail was put into the outbox. */
  readonly onMail: () => void;
};
