import { encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { claimAccount } from "@undersigned/store/openid-accounts.ts";
import { isOrcidId } from "../openid/orcid-id.ts";
import type { OpenIdAccount } from "../openid/relying-party.ts";
import type { Secrets } from "../secrets.ts";
import type { Evidence } from "./evidence.ts";
import type { Binding, OpenIdFlows, OpenIdOutcome, OpenIdPurpose } from "./openid-flows.ts";
import { mac } from "./seal.ts";
import type { Signer } from "./signer.ts";
import { readOwnSigner } from "./signer.ts";
import { refuseToken } from "./signing-tokens.ts";

/** A person confirms a signature with an account elsewhere. */
export type OpenIdSigning = {
  /**
   * @param token of a confirm or manage link
   * @param shown an ORCID iD may stand beside the name; of another account nothing is ever shown but where it is
   * @throws RefusedError `not_allowed` of an organisation, `token_invalid`, and as OpenIdFlows does
   */
  begin(token: string, provider: string, shown: boolean): Promise<{ address: URL; binding: Binding }>;
  /** Takes what somebody came back with, whatever it was for. As OpenIdFlows.finish. */
  finish(answer: URLSearchParams, readCookie: (name: string) => string | undefined): Promise<OpenIdOutcome>;
  /**
   * Records that the account is the signatory's. A second time changes nothing.
   * @throws RefusedError `not_allowed`, field `account`, when the account confirms another signature of this statement
   */
  confirm(account: OpenIdAccount, purpose: Extract<OpenIdPurpose, { act: "sign" }>): Promise<void>;
};

type Deps = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly evidence: Evidence;
  readonly flows: OpenIdFlows;
};

export function createOpenIdSigning(deps: Deps): OpenIdSigning {
  const { store, secrets, evidence, flows } = deps;
  return {
    async begin(token, provider, shown) {
      const { view } = await readPerson(deps, token);
      return await flows.begin(view.holder.statementId, provider, { act: "sign", token, shown });
    },
    finish: (answer, readCookie) => flows.finish(answer, readCookie),
    async confirm(account, { token, shown }) {
      const { view, pendingId, input } = await readPerson(deps, token);
      const { statementId } = view.holder;
      const accountMac = mac(secrets.macKey, "openid", statementId, account.issuer, account.subject);
      const claim = { statementId, accountMac, pendingId };
      // Who ends the signature locks the same rows in another order.
      const first = await store.transaction((tx) => claimAccount(tx, claim), { retry: true });
      if (first === null) throw refuseToken();
      if (first !== pendingId) throw refuseSecond(account);
      if (view.observations.some(({ observation: o }) => o.kind === "openid" && o.issuer === account.issuer)) return;
      const isShown = shown && input.named && account.provider.isOrcid && isOrcidId(account.subject);
      // What is not to be shown is not recorded: only that it is the same account, on this statement.
      const subject = isShown ? account.subject : encodeHex(accountMac);
      await evidence.add(view.holder, { kind: "openid", issuer: account.issuer, subject });
    },
  };
}

async function readPerson(deps: Deps, token: string): Promise<Signer> {
  const signer = await readOwnSigner(deps, token);
  if (signer.view.kind === "person") return signer;
  throw new RefusedError("not_allowed", "An account is a person’s: an organisation confirms from its own domain.");
}

function refuseSecond({ provider }: OpenIdAccount): RefusedError {
  return new RefusedError(
    "not_allowed",
    `This account at ${provider.name} confirms another signature under this statement already, and confirms one at most. If that one is yours too, take it back first; else use an account of your own.`,
    { field: "account" },
  );
}
