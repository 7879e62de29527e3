import { RefusedError } from "@undersigned/core/errors.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { listToTellAdditions } from "@undersigned/store/additions.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { listToTell } from "@undersigned/store/statements.ts";
import { anonymisingJob } from "../jobs/anonymising.ts";
import { closingJob } from "../jobs/closing.ts";
import { makeIndexing } from "../jobs/indexing.ts";
import { mailingInvitationsJob } from "../jobs/mailing-invitations.ts";
import { observingJob } from "../jobs/observing.ts";
import { retentionJobs } from "../jobs/retention.ts";
import type { JobRunner } from "../jobs/runner.ts";
import { makeJobRunner } from "../jobs/runner.ts";
import { sweepingJobs } from "../jobs/sweeping.ts";
import { tellingJob } from "../jobs/telling.ts";
import { waitingJob } from "../jobs/waiting.ts";
import { fetchPage } from "../lookup/fetch-page.ts";
import type { Guard } from "../lookup/guarded-fetch.ts";
import type { LookupSettings } from "../lookup/lookup-settings.ts";
import { makeGuard } from "../lookup/lookup-settings.ts";
import type { OpenIdProvider } from "../openid/provider-setting.ts";
import { createReading } from "../reading/create-reading.ts";
import type { Reading } from "../reading/reading.ts";
import type { Secrets } from "../secrets.ts";
import type { Administrators } from "./administrators.ts";
import type { Anchors } from "./anchor.ts";
import { createAccounts } from "./create-accounts.ts";
import { createActs } from "./create-acts.ts";
import { createAdditions } from "./create-additions.ts";
import { createBundles } from "./create-bundles.ts";
import { createChecks } from "./create-checks.ts";
import { createDisputes } from "./create-disputes.ts";
import { createDrafting } from "./create-drafting.ts";
import { closeStatement } from "./create-drafts.ts";
import { createEvidence } from "./create-evidence.ts";
import { createInvitations } from "./create-invitations.ts";
import { createLogos } from "./create-logos.ts";
import { createLogs } from "./create-logs.ts";
import { createLooking } from "./create-looking.ts";
import { createOpenIdSignIn } from "./create-openid-sign-in.ts";
import { createOrganisations } from "./create-organisations.ts";
import { createOutbox } from "./create-outbox.ts";
import { createPasskeys } from "./create-passkeys.ts";
import type { PublishingOptions } from "./create-publishing.ts";
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
import { endWaitingInVain } from "./ending-waiting.ts";
import type { Identity } from "./identity.ts";
import type { SigningKey } from "./keys.ts";
import { makeSigningKey } from "./keys.ts";
import { lookAgain } from "./looking-again.ts";
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
import { tellCorrection } from "./telling-corrections.ts";
import { tellNewVersion } from "./telling-versions.ts";
import { makeTileReading } from "./tile-reading.ts";
import { describeTrouble } from "./trouble.ts";

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
  const jobs = makeJobs(options, sequencer, { ...acting, ...showing, versions, guard });
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

function makeJobs(
  { store, clock, dataDir, trailDays, onMail, onError }: DepositaryOptions,
  sequencer: Sequencer,
  acting: Parameters<typeof tellNewVersion>[0] & Parameters<typeof tellCorrection>[0] & Parameters<typeof lookAgain>[0],
): JobRunner {
  return makeJobRunner({ store, clock, onError }, [
    closingJob({ store, clock, close: (id, dueAt) => closeStatement({ sequencer, clock }, id, { dueAt }) }),
    anonymisingJob({ store, sequencer, clock, onMail }),
    tellingJob({
      kind: "tell-new-version",
      list: () => listToTell(store),
      tell: (id) => tellNewVersion(acting, id),
    }),
    tellingJob({
      kind: "tell-correction",
      list: () => listToTellAdditions(store),
      tell: (id) => tellCorrection(acting, id),
    }),
    mailingInvitationsJob(acting),
    waitingJob({ endSome: () => endWaitingInVain(acting), onMail }),
    observingJob({ clock, look: (isStopping) => lookAgain(acting, isStopping) }),
    ...retentionJobs({ store, clock, trailDays }),
    ...sweepingJobs({ store, clock, dataDir }),
  ]);
}
