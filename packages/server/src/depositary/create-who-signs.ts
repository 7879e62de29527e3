import { makeRelyingParty } from "../openid/relying-party.ts";
import type { AskingsDeps } from "./asking-deps.ts";
import type { Askings } from "./askings.ts";
import { createAskings } from "./create-askings.ts";
import { createSigning } from "./create-signing.ts";
import type { Depositary } from "./depositary.ts";
import { makeOpenIdFlows } from "./openid-flows.ts";
import { createOpenIdSigning } from "./openid-signing.ts";
import type { Signing } from "./signing.ts";
import { readToken, statementOfPending } from "./signing-tokens.ts";
import { WaitingError } from "./waiting.ts";

type Deps = AskingsDeps & Parameters<typeof createSigning>[0] & { readonly baseUrl: string };

/** Signing, and who else says who signs. */
export function createWhoSigns(deps: Deps): Pick<Depositary, "signing" | "askings" | "openIdSigning"> {
  const flows = makeOpenIdFlows({ ...deps, party: makeRelyingParty(deps) });
  const askings = createAskings(deps);
  return {
    signing: settling(deps, askings, createSigning(deps)),
    askings,
    openIdSigning: createOpenIdSigning({ ...deps, flows }),
  };
}

/** The same signing; whoever confirms gets what their mailbox agreed to before. */
function settling({ secrets }: Pick<Deps, "secrets">, askings: Askings, signing: Signing): Signing {
  const settle = async (by: Parameters<Signing["confirm"]>[0]): Promise<boolean> => {
    if ("pending" in by) return await askings.settle(statementOfPending(by.pending), by.pending);
    const target = readToken(secrets.macKey, by.token);
    return target.kind === "pending" && (await askings.settle(target.statementId, target.pendingId));
  };
  return {
    ...signing,
    async confirm(by, options) {
      try {
        const confirmed = await signing.confirm(by, options);
        await settle(by);
        return confirmed;
      } catch (error) {
        // What it waits for may be just what was agreed to: then it is recorded now.
        if (!(error instanceof WaitingError) || !(await settle(by))) throw error;
        return await signing.confirm(by, options);
      }
    },
  };
}
