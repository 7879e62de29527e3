import type { Store } from "@undersigned/store/engine.ts";
import type { LookupSettings } from "../lookup/lookup-settings.ts";
import type { OpenIdProvider } from "../openid/provider-setting.ts";
import type { Secrets } from "../secrets.ts";
import type { Administrators } from "./administrators.ts";
import type { PublishingOptions } from "./create-publishing.ts";

/** What a depositary is made of. */
export type DepositaryOptions = PublishingOptions & {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly administrators: Administrators;
  /** Address of the site, without a trailing slash. */
  readonly baseUrl: string;
  readonly dataDir: string;
  readonly mailConfigured: boolean;
  /** How domains and websites of signatories are looked at. */
  readonly lookup: LookupSettings;
  readonly rateLimit: boolean;
  /** Where people have accounts by which they can say who they are. */
  readonly openIdProviders: readonly OpenIdProvider[];
  /** Milliseconds from the start of one publish round to the start of the next. */
  readonly publishInterval: number;
  /** Days for which it is kept who did what with accounts and sessions. */
  readonly trailDays?: number | undefined;
  readonly clock: () => number;
  /** Mail was put into the outbox: the sender need not wait for its next look. */
  readonly onMail: () => void;
  /** Told, in a sentence, what an operator should know: why nothing is published any more, and that it is again. */
  readonly onNotice: (message: string) => void;
  /** Told of what failed in the background; it is tried again. */
  readonly onError: (error: unknown, what: string) => void;
};
