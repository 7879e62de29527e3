import { RefusedError } from "@undersigned/core/errors.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { makeIndexing } from "../jobs/indexing.ts";
import type { JobRunner } from "../jobs/runner.ts";
import { fetchPage } from "../lookup/fetch-page.ts";
import type { Guard } from "../lookup/guarded-fetch.ts";
import { makeGuard } from "../lookup/lookup-settings.ts";
import { createReading } from "../reading/create-reading.ts";
import type { Reading } from "../reading/reading.ts";
import type { Anchors } from "./anchor.ts";
import { createAccounts } from "./create-accounts.ts";
import { createActs } from "./create-acts.ts";
import { createAdditions } from "./create-additions.ts";
import { createBundles } from "./create-bundles.ts";
import { createChecks } from "./create-checks.ts";
import { createDisputes } from "./create-disputes.ts";
import { createDrafting } from "./create-drafting.ts";
import { createEvidence } from "./create-evidence.ts";
import { createInvitations } from "./create-invitations.ts";
import { createJobs } from "./create-jobs.ts";
import { createLogos } from "./create-logos.ts";
import { createLogs } from "./create-logs.ts";
import { createLooking } from "./create-looking.ts";
import { createOpenIdSignIn } from "./create-openid-sign-in.ts";
import { createOrganisations } from "./create-organisations.ts";
import { createOutbox } from "./create-outbox.ts";
import { createPasskeys } from "./create-passkeys.ts";
import { createPublishing } from "./create-publishing.ts";
import { createRepresentatives } from "./create-representatives.ts";
import { createResigning } from "./create-resigning.ts";
import { createReviewing } from "./create-reviewing.ts";
import { createSignedOn } from "./create-signed-on.ts";
import { createStatements } from "./create-statements.ts";
import { createTrail } from "./create-trail.ts";
import { createVersions } from "./create-versions.ts";
import { createWhoSigns } from "./create-who-signs.ts";
import type { Depositary } from "./depositary.ts";
import type { DepositaryOptions } from "./depositary-options.ts";
import type { Identity } from "./identity.ts";
import type { SigningKey } from "./keys.ts";
import { makeSigningKey } from "./keys.ts";
import { makeMailedReceipts } from "./mailed-receipts.ts";
import { makeReceipts } from "./make-receipts.ts";
import { makeNameProofs } from "./name-proofs.ts";
import { makeObserve } from "./observing.ts";
import { readOrigin } from "./origin.ts";
import { readOwnChain } from "./own-chain.ts";
import { makePreparing } from "./preparing.ts";
import type { Sequencer } from "./sequencer.ts";
import { makeSequencer } from "./sequencer.ts";
import { makeSignatureNotes } from "./signature-notes.ts";
import type { SigningDeps } from "./signing-deps.ts";
import type { StatementReading } from "./statement-reading.ts";
import { makeStatementReading } from "./statement-reading.ts";
import { makeSubmitting } from "./submitting.ts";
import { makeTileReading } from "./tile-reading.ts";
import { describeTrouble } from "./trouble.ts";

/** Puts the use cases together over one database, and starts what runs in the background. */
export async function createDepositary(options: DepositaryOptions): Promise<Depositary> {
  const { store, secrets, administrators, baseUrl, clock, onMail } = options;
  const key = makeSigningKey(secrets);
  const fixedOrigin = await readOrigin(store, key, baseUrl);
  const origin = fixedOrigin.current;
  const { links: chain, handOvers } = await readOwnChain(store);
  const reading = makeStatementReading(store);
  const tiles = makeTileReading(store);
  const parts = await createPublishing(options, { tiles, key, earlier: handOvers.map(({ from }) => from), origin });
  const { anchors, publishing, cosigned, covering, witnesses } = parts;
  const indexing = makeIndexing(store, (error) => options.onError(error, "search index"));
  const receipts = makeReceipts({ store, secrets, publishing, tiles, covering, chain });
  const statements = createStatements({ store, secrets, reading, publishing, key, baseUrl, origin, clock });
  const signingDeps = { store, secrets, baseUrl, clock, describe: describer(reading, baseUrl) };
  const attestingDeps = { ...signingDeps, anchors, observe: makeObserve({ secrets, key, origin }) };
  const sequencer = makeSequencer(attestingDeps, (statementId) => {
    publishing.poke();
    indexing.touch(statementId);
  });
  const submitting = makeSubmitting({ ...signingDeps, reading, rateLimit: options.rateLimit });
  const preparing = makePreparing(signingDeps);
  const acting = { ...signingDeps, reading, statements, sequencer, preparing, receipts, onMail };
  const versions = createVersions({ store, reading });
  const guard = makeGuard(options.lookup, baseUrl);
  const showing = createShowing({ ...acting, guard });
  const jobs = createJobs(options, sequencer, { ...acting, ...showing, versions, guard });
  const identity = identityOf(options, { key, origin, chain });
  const { sources, copies } = startReading(options);
  const drafting = createDrafting(options, { ...acting, sources, guard, fixOrigin: fixedOrigin.fix });

  await startAll({ publishing, indexing, jobs });

  return {
    get identity() {
      return identity();
    },
    ...drafting,
    statements,
    logos: createLogos({ store, secrets, statements, clock }),
    organisations: createOrganisations({ store, secrets, reading, baseUrl, clock }),
    versions,
    ...createCopies({ ...acting, copies, guard }),
    ...showing,
    ...createWhoSigns({ ...acting, ...showing, submitting, providers: options.openIdProviders }),
    resigning: createResigning(acting),
    acts: createActs({ store, secrets, reading, sequencer, clock, onMail }),
    invitations: createInvitations({ store, secrets, reading, statements, clock }),
    disputes: createDisputes({ ...acting, guard, rateLimit: options.rateLimit }),
    receipts,
    nameProofs: makeNameProofs({ store, receipts }),
    mailedReceipts: makeMailedReceipts(receipts, reading, options.witnessPolicy),
    logs: createLogs({ store, publishing, cosigned }),
    bundles: createBundles({ store, secrets, publishing, tiles, covering, witnesses, key, origin, chain }),
    witnesses,
    administrators,
    ...whoSignsIn(options, reading),
    outbox: createOutbox({ store, secrets, identity, clock, onMail }),
    anchors,
    clock,
    trouble: () => troubleOf(anchors),
    ready: () => checkReady(store, anchors),
    close: () => closeAll({ submitting, sequencer, threads: [sources, copies], jobs, indexing, publishing, store }),
  };
}

/** A thread for who writes statements, another for anybody’s checks: strangers who bring what takes long hold up nobody at work. */
function startReading({ onError }: DepositaryOptions): { readonly sources: Reading; readonly copies: Reading } {
  const onFault = (error: Error) => onError(error, "reading what was brought");
  return { sources: createReading({ onFault }), copies: createReading({ onFault }) };
}

type ShowingDeps = Parameters<typeof createEvidence>[0] & Omit<Parameters<typeof createLooking>[0], "evidence">;

type Showing = Pick<Depositary, "evidence" | "looking" | "signatureNotes" | "reviewing">;

/** How signatories show who they are, and who looks at it. */
function createShowing(deps: ShowingDeps): Showing {
  const evidence = createEvidence(deps);
  return {
    evidence,
    looking: createLooking({ ...deps, evidence }),
    signatureNotes: makeSignatureNotes(deps),
    reviewing: createReviewing(deps),
  };
}

type Closing = {
  readonly submitting: { idle(): Promise<void> };
  readonly sequencer: Pick<Sequencer, "idle">;
  readonly threads: readonly Pick<Reading, "close">[];
  readonly jobs: JobRunner;
  readonly indexing: { close(): Promise<void> };
  readonly publishing: { close(): Promise<void> };
  readonly store: Store;
};

type Starting = {
  readonly publishing: { start(): void };
  readonly indexing: { start(): Promise<void> };
  readonly jobs: JobRunner;
};

async function startAll({ publishing, indexing, jobs }: Starting): Promise<void> {
  publishing.start();
  await indexing.start();
  await jobs.start();
}

/** In the order in which one gives work to the next. */
async function closeAll({ submitting, sequencer, threads, jobs, indexing, publishing, store }: Closing): Promise<void> {
  await Promise.all(threads.map((thread) => thread.close()));
  await submitting.idle();
  await sequencer.idle();
  await jobs.close();
  await indexing.close();
  await publishing.close();
  await store.close();
}

type CopiesDeps = Omit<Parameters<typeof createChecks>[0], "additions" | "signedOn" | "copies" | "fetchPage"> &
  Parameters<typeof createAdditions>[0] &
  Parameters<typeof createSignedOn>[0] & { readonly copies: Reading; readonly guard: Guard };

/** What came after the opening, and what others made of it. */
function createCopies({ copies, guard, ...deps }: CopiesDeps): Pick<Depositary, "additions" | "signedOn" | "checks"> {
  const additions = createAdditions(deps);
  const signedOn = createSignedOn(deps);
  const fetching = (address: string) => fetchPage(guard, address);
  const checks = createChecks({ ...deps, additions, signedOn, copies, fetchPage: fetching });
  return { additions, signedOn, checks };
}

/** Accounts, and what they sign in with and did. */
function whoSignsIn(
  options: DepositaryOptions,
  reading: StatementReading,
): Pick<Depositary, "accounts" | "passkeys" | "openIdSignIn" | "representatives" | "trail"> {
  return {
    accounts: createAccounts({ ...options, reading }),
    passkeys: createPasskeys(options),
    openIdSignIn: createOpenIdSignIn(options),
    representatives: createRepresentatives(options),
    trail: createTrail(options),
  };
}

function identityOf(
  { baseUrl, dataDir, mailConfigured }: DepositaryOptions,
  { key, origin, chain }: { key: SigningKey; origin: () => string; chain: Identity["chain"] },
): () => Identity {
  return () => ({
    baseUrl,
    origin: origin(),
    vkey: formatVerifierKey(key.verifierKey(origin())),
    chain,
    dataDir,
    mailConfigured,
  });
}

function troubleOf(anchors: Anchors): string | null {
  const trouble = anchors.trouble();
  return trouble && describeTrouble(trouble);
}

async function checkReady(store: Store, anchors: Anchors): Promise<void> {
  try {
    await store.db.selectFrom("setting").select("name").limit(1).execute();
  } catch (cause) {
    throw new RefusedError("unavailable", "The database does not answer.", { cause });
  }
  const trouble = troubleOf(anchors);
  if (trouble !== null) throw new RefusedError("unavailable", trouble);
}

function describer(reading: StatementReading, baseUrl: string): SigningDeps["describe"] {
  return async function describe(statementId) {
    const row = await reading.row(statementId);
    if (!row) throw new RefusedError("not_found", "There is no such statement here.");
    return { title: row.title, url: `${baseUrl}/s/${row.slug}` };
  };
}
