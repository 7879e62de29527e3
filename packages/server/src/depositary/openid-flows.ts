import { decodeUtf8, encodeHex, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { insertFlow, readFlow, useFlow } from "@undersigned/store/openid-flows.ts";
import type { OpenIdProvider } from "../openid/provider-setting.ts";
import type { OpenIdAccount, OpenIdRequest, RelyingParty } from "../openid/relying-party.ts";
import type { Secrets } from "../secrets.ts";
import { seal, unseal } from "./seal.ts";
import { equalTokens, hashToken, randomToken } from "./tokens.ts";

/** What is to be done with an account, once somebody showed that it is theirs. */
export type OpenIdPurpose =
  /** To confirm the signature of a mailed token. `shown`: an ORCID iD may stand beside the name. */
  { readonly act: "sign"; readonly token: string; readonly shown: boolean };

/** What the browser must bring back, so that nobody finishes what another began: a cookie of its own for each flow. */
export type Binding = { readonly name: string; readonly value: string };

/** How a flow ended. `purpose` is null where it is not this browser's business. */
export type OpenIdOutcome<Purpose = OpenIdPurpose> =
  | { readonly account: OpenIdAccount; readonly purpose: Purpose }
  | { readonly refused: RefusedError; readonly purpose: Purpose | null };

/** Sending people to providers of OpenID Connect, and taking what they come back with. */
export type OpenIdFlows<Purpose = OpenIdPurpose> = {
  readonly providers: readonly OpenIdProvider[];
  /**
   * @param statementId "" where it is about none
   * @throws RefusedError as RelyingParty does
   */
  begin(statementId: string, provider: string, purpose: Purpose): Promise<{ address: URL; binding: Binding }>;
  /**
   * Takes an answer, once. Never throws a refusal: it is part of the outcome, with the purpose, so that there is a way back.
   * @param readCookie what the browser sent
   */
  finish(answer: URLSearchParams, readCookie: (name: string) => string | undefined): Promise<OpenIdOutcome<Purpose>>;
};

/** How long somebody may take to sign in there, in milliseconds. */
export const FLOW_TIME = 15 * 60_000;

/** What flows of signatories are sealed to. */
const SIGNATORY = "openid_flow";

type Flow<Purpose = OpenIdPurpose> = {
  readonly request: OpenIdRequest;
  readonly purpose: Purpose;
  /** SHA-256 of the cookie's value, hexadecimal. */
  readonly binding: string;
};

type Deps = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly party: RelyingParty;
  readonly clock: () => number;
  /** Parts the flows of signatories from others: an answer to one is none to another. */
  readonly kind?: string;
};

/** Flows are rows, so that any process can take the answer, and each is used once. */
export function makeOpenIdFlows<Purpose = OpenIdPurpose>({
  store,
  secrets: { sealKey },
  party,
  clock,
  kind = SIGNATORY,
}: Deps): OpenIdFlows<Purpose> {
  return {
    providers: party.providers,
    async begin(statementId, provider, purpose) {
      const state = `${statementId}.${randomToken()}`;
      const { address, request } = await party.begin(provider, state);
      const id = idOf(state);
      const value = randomToken();
      const flow: Flow<Purpose> = { request, purpose, binding: encodeHex(hashToken(value)) };
      const sealed = seal(sealKey, encodeUtf8(JSON.stringify(flow)), kind, statementId, id);
      const row = { statement_id: statementId, id, flow_sealed: sealed, expires_at: clock() + FLOW_TIME };
      await store.transaction((tx) => insertFlow(tx, row));
      return { address, binding: { name: cookieName(id), value } };
    },
    async finish(answer, readCookie) {
      const state = answer.get("state") ?? "";
      const [statementId = ""] = state.split(".");
      const id = idOf(state);
      const row = await readFlow(store, statementId, id);
      if (row === null) return { refused: refuseUnknown(), purpose: null };
      const flow = openFlow<Purpose>({ sealKey }, row, kind);
      const value = readCookie(cookieName(id));
      if (value === undefined || !equalTokens(encodeHex(hashToken(value)), flow.binding)) {
        return { refused: refuseBrowser(), purpose: null };
      }
      const { purpose } = flow;
      if (row.expires_at <= clock()) return { refused: refuseLate(), purpose };
      if (!(await useFlow(store, statementId, id))) return { refused: refuseUsed(), purpose };
      try {
        return { account: await party.finish(flow.request, state, answer), purpose };
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        return { refused: error, purpose };
      }
    },
  };
}

/** What a row seals. */
export function openFlow<Purpose = OpenIdPurpose>(
  { sealKey }: Pick<Secrets, "sealKey">,
  row: { readonly statement_id: string; readonly id: string; readonly flow_sealed: Uint8Array },
  kind = SIGNATORY,
): Flow<Purpose> {
  return JSON.parse(decodeUtf8(unseal(sealKey, row.flow_sealed, kind, row.statement_id, row.id)));
}

/** The database holds what the state hashes to: whoever reads it can finish nothing. */
function idOf(state: string): string {
  return encodeHex(hashToken(state));
}

function cookieName(id: string): string {
  return `openid-${id.slice(0, 16)}`;
}

function refuseUnknown(): RefusedError {
  return new RefusedError(
    "token_invalid",
    "This answer belongs to nothing that was begun here, or to something long over. Open the link in your mail and begin again.",
  );
}

function refuseBrowser(): RefusedError {
  return new RefusedError(
    "not_allowed",
    "This was begun in another browser, or its cookie is gone, so it was not believed: else somebody could use your account for a signature of theirs. Open the link in your mail and begin again in this browser.",
  );
}

function refuseLate(): RefusedError {
  return new RefusedError(
    "token_expired",
    "It took longer than 15 minutes, so the answer no longer counts. Begin again.",
  );
}

function refuseUsed(): RefusedError {
  return new RefusedError(
    "token_invalid",
    "This answer was taken already, and each counts once. See below what is confirmed.",
  );
}
