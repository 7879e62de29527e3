import { listToTellAdditions } from "@undersigned/store/additions.ts";
import { listToTell } from "@undersigned/store/statements.ts";
import { anonymisingJob } from "../jobs/anonymising.ts";
import { closingJob } from "../jobs/closing.ts";
import { mailingInvitationsJob } from "../jobs/mailing-invitations.ts";
import { observingJob } from "../jobs/observing.ts";
import { retentionJobs } from "../jobs/retention.ts";
import type { JobRunner } from "../jobs/runner.ts";
import { makeJobRunner } from "../jobs/runner.ts";
import { sweepingJobs } from "../jobs/sweeping.ts";
import { tellingJob } from "../jobs/telling.ts";
import { waitingJob } from "../jobs/waiting.ts";
import { closeStatement } from "./create-drafts.ts";
import type { DepositaryOptions } from "./depositary-options.ts";
import { endWaitingInVain } from "./ending-waiting.ts";
import { lookAgain } from "./looking-again.ts";
import type { Sequencer } from "./sequencer.ts";
import { tellCorrection } from "./telling-corrections.ts";
import { tellNewVersion } from "./telling-versions.ts";

type JobOptions = Pick<DepositaryOptions, "store" | "clock" | "dataDir" | "trailDays" | "onMail" | "onError">;

/** All that is done in the background, each by its own clock. */
export function createJobs(
  { store, clock, dataDir, trailDays, onMail, onError }: JobOptions,
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
