import type { PublicParts } from "@undersigned/server/pages/public/site.ts";

function refuse(): Promise<never> {
  return Promise.reject(new Error("nobody is asked in samples"));
}

/** Samples have no mailbox that anybody could be asked by. */
export const nobodyAsked: Pick<PublicParts, "askings" | "openIdSigning"> = {
  askings: {
    desk: refuse,
    askApproval: refuse,
    askVouch: refuse,
    askNaming: refuse,
    cancel: refuse,
    find: refuse,
    answer: refuse,
    settle: refuse,
  },
  openIdSigning: { begin: refuse, finish: refuse, confirm: refuse },
};
