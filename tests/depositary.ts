import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Policy } from "../packages/core/src/log/policy.ts";
import type { Anchors } from "../packages/server/src/depositary/anchor.ts";
import { makeAnchors } from "../packages/server/src/depositary/anchor.ts";
import { openAnchorFolder } from "../packages/server/src/depositary/anchor-file.ts";
import { createAdministrators } from "../packages/server/src/depositary/create-administrators.ts";
import { createDepositary } from "../packages/server/src/depositary/create-depositary.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { Draft } from "../packages/server/src/depositary/drafts.ts";
import { openErasureJournal } from "../packages/server/src/depositary/erasure-journal.ts";
import { makeSigningKey } from "../packages/server/src/depositary/keys.ts";
import type { Observe } from "../packages/server/src/depositary/observing.ts";
import { makeObserve } from "../packages/server/src/depositary/observing.ts";
import type { SignatureInput } from "../packages/server/src/depositary/signing.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { WitnessChange } from "../packages/server/src/depositary/witness-state.ts";
import type { WitnessingTimes } from "../packages/server/src/depositary/witnessing.ts";
import { WITNESSING_TIMES } from "../packages/server/src/depositary/witnessing.ts";
import { settleSecrets } from "../packages/server/src/handover/settle-secrets.ts";
import type { LookupSettings } from "../packages/server/src/lookup/lookup-settings.ts";
import type { OpenIdProvider } from "../packages/server/src/openid/provider-setting.ts";
import type { Secrets } from "../packages/server/src/secrets.ts";
import type { Store } from "../packages/store/src/store.ts";
import { openStore } from "../packages/store/src/store.ts";
import { createTestDatabase } from "./postgres-server.ts";

export type Engine = "sqlite" | "postgres";

export type OpenPlace = {
  depositary: Depositary;
  store: Store;
  secrets: Secrets;
  errors: unknown[];
  /** What an operator was told. */
  notices: string[];
  witnessChanges: WitnessChange[];
};

export type PlaceOptions = {
  clock?: () => number;
  /** Milliseconds between publish rounds. */
  publishInterval?: number;
  /** Who is asked to cosign the log of heads. */
  witnessPolicy?: Policy;
  /** Whom domains and websites are asked of; nobody where absent. */
  lookup?: LookupSettings;
  /** Where people have accounts by which they can say who they are. */
  openIdProviders?: readonly OpenIdProvider[];
  /** In milliseconds; the program's own where absent. */
  witnessingTimes?: Partial<WitnessingTimes>;
  /** What the depositary is given instead of the store itself: one that waits at chosen steps, say. */
  through?: (store: Store) => Store;
};

const NO_LOOKUP: LookupSettings = { resolvers: [], authorities: null, addresses: { also: [] }, httpsPort: 443 };

/** A place for a depositary's data, of which any number may be opened at once, as processes would. */
export type Place = {
  readonly dataDir: string;
  /** Null for SQLite. */
  readonly databaseUrl: string | null;
  open(options?: PlaceOptions): Promise<OpenPlace>;
  /** The database alone, without a depositary. */
  openStore(): Promise<Store>;
  remove(): Promise<void>;
};

export async function makePlace(engine: Engine): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), "undersigned-test-"));
  const database = engine === "postgres" ? await createTestDatabase() : null;
  const openStoreHere = () => openStore({ url: database?.url ?? null, file: join(dataDir, "undersigned.db") });
  return {
    dataDir,
    databaseUrl: database?.url ?? null,
    openStore: openStoreHere,
    async open(options = {}) {
      const { clock = Date.now, publishInterval = 20, through = (store: Store) => store } = options;
      const errors: unknown[] = [];
      const notices: string[] = [];
      const witnessChanges: WitnessChange[] = [];
      const store = through(await openStoreHere());
      const onNotice = (message: string) => void notices.push(message);
      const secrets = await settleSecrets(dataDir, store, onNotice);
      const creating = createDepositary({
        store,
        secrets,
        administrators: createAdministrators({ store, secrets, dataDir, mailConfigured: false, clock }),
        baseUrl: "https://letters.example",
        dataDir,
        mailConfigured: false,
        rateLimit: true,
        publishInterval,
        lookup: options.lookup ?? NO_LOOKUP,
        openIdProviders: options.openIdProviders ?? [],
        witnessPolicy: options.witnessPolicy ?? null,
        witnessingTimes: { ...WITNESSING_TIMES, ...options.witnessingTimes },
        onWitness: (change) => void witnessChanges.push(change),
        clock,
        onMail: () => undefined,
        onNotice,
        onError: (error) => void errors.push(error),
      });
      creating.catch(() => store.close());
      const depositary = await creating;
      return { depositary, store, secrets, errors, notices, witnessChanges };
    },
    async remove() {
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The anchors of a process of its own at this place, which have not looked yet. */
export function anchorsOf({ dataDir }: Pick<Place, "dataDir">, { store, secrets }: OpenPlace): Anchors {
  const folder = openAnchorFolder(dataDir);
  const journal = openErasureJournal({ store, dataDir, clock: Date.now });
  return makeAnchors({
    store,
    key: makeSigningKey(secrets),
    origin: () => "letters.example",
    folder,
    journal,
    onNotice: () => undefined,
  });
}

/** Makes observations as the depositary at this place does. */
export function observeOf({ secrets }: OpenPlace): Observe {
  return makeObserve({ secrets, key: makeSigningKey(secrets), origin: () => "letters.example" });
}

export const MARKDOWN = `# Open the reading rooms

Reading rooms are where a town meets its own mind.

## What we ask

- Open every reading room on Sundays.
- Heat them in winter.
`;

export function makeDraft(change: Partial<Draft> = {}): Draft {
  return {
    texts: [{ lang: "en", markdown: MARKDOWN, authentic: true }],
    initiators: [{ name: "Friends of Reading Rooms", domain: "reading.example" }],
    demands: [{ block: 3, addressees: ["Town Council"] }],
    closes: null,
    terms: {
      who: ["organisation", "person"],
      leastLevel: { organisation: 1, person: 1 },
      reservations: true,
      unnamed: true,
      minimumAge: 16,
      controller: { name: "Friends of Reading Rooms", contact: "privacy@reading.example" },
      retention: { unconfirmedDays: 14, mailboxDays: 30 },
    },
    visibility: "public",
    publishes: null,
    ...change,
  };
}

export function makeSignature(statement: StatementView, change: Partial<SignatureInput> = {}): SignatureInput {
  return {
    kind: "person",
    name: "Ada Winter",
    mailbox: "ada@post.example",
    capacity: "personal",
    named: true,
    consent: true,
    lang: "en",
    version: statement.version?.digest ?? "",
    ...change,
  };
}

/** The token in the newest mail to this mailbox whose text has a link to `page`. */
export async function mailedToken(
  depositary: Depositary,
  mailbox: string,
  page: "confirm" | "manage" | "evidence" | "dispute",
): Promise<string> {
  const { items } = await depositary.outbox.list({ limit: 500 });
  for (const mail of items) {
    if (mail.to !== mailbox) continue;
    const link = mail.links.find((address) => new URL(address).pathname === `/${page}`);
    if (link) return new URL(link).searchParams.get("token") ?? "";
  }
  throw new Error(`no mail to ${mailbox} with a link to /${page}`);
}
