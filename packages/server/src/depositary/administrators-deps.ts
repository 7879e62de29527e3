import type { Store } from "@undersigned/store/engine.ts";
import type { Secrets } from "../secrets.ts";

/** What the acts of administrators need. */
export type AdministratorsDeps = {
  readonly store: Store;
  readonly secrets: Pick<Secrets, "macKey" | "sealKey">;
  readonly dataDir: string;
  /** Without mail no code can arrive: then the first administrator needs a password. */
  readonly mailConfigured: boolean;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Told when a mail was put in the outbox, so that it goes out at once. */
  readonly onMail?: () => void;
};
