import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { formatNamingRecord, NAMING_LABEL } from "@undersigned/core/signature/naming-record.ts";
import type { Seen } from "@undersigned/core/signature/observation.ts";
import { verifyKeySignature } from "@undersigned/core/signature/signature-note.ts";
import type { Guard } from "../lookup/guarded-fetch.ts";
import type { Asked, LookedUp } from "../lookup/look-up-domain.ts";
import { lookUpDomain } from "../lookup/look-up-domain.ts";
import { findNamedKey } from "../lookup/named-key.ts";
import { recordName } from "../lookup/txt-record.ts";
import { formatWellKnown, wellKnownUrl } from "../lookup/well-known.ts";
import type { Evidence, EvidenceView } from "./evidence.ts";
import type { DomainAsks, Look, Looking, LookProblem, LookResult, OwnEvidence } from "./looking.ts";
import { describeNoteProblem } from "./note-problem.ts";
import { RateLimitedError } from "./rate-limited.ts";
import { refuseToken } from "./signing-tokens.ts";
import type { StatementReading } from "./statement-reading.ts";
import type { Statements } from "./statements.ts";
import { versionAddresses } from "./version-addresses.ts";

type Deps = {
  readonly evidence: Evidence;
  readonly statements: Pick<Statements, "find">;
  readonly reading: StatementReading;
  readonly guard: Guard;
  readonly baseUrl: string;
};

/** Looks under way at once in this process: each may hold a connection for ten seconds. */
const AT_ONCE = 32;

export function createLooking(deps: Deps): Looking {
  let running = 0;

  async function lookOnce(token: string, look: Look): Promise<LookResult> {
    const own = await findOwn(deps, token);
    if (own === null) throw refuseToken();
    const { view, statement } = own;
    if (view.domain === null || view.kind === "person") throw refuseDomain(view);
    const asked = await askOf(deps, own, view.domain);
    const seen =
      look.how === "key"
        ? await seeKey(deps, asked, statement.log?.origin ?? "", look.note)
        : await seeDomain(deps, asked, look);
    if (seen.problem !== null) return { ...own, problem: seen.problem, replies: seen.replies, isNowRecorded: false };
    for (const one of seen.seen) await deps.evidence.add(view.holder, one);
    const after = await findOwn(deps, token);
    if (after === null) throw refuseToken();
    const isNowRecorded = !("index" in view.holder) && "index" in after.view.holder;
    return { ...after, problem: seen.short, replies: seen.replies, isNowRecorded };
  }

  return {
    find: (token) => findOwn(deps, token),
    async look(token, look) {
      if (running >= AT_ONCE) throw new RateLimitedError(10);
      running += 1;
      try {
        return await lookOnce(token, look);
      } finally {
        running -= 1;
      }
    },
  };
}

async function findOwn(deps: Deps, token: string): Promise<OwnEvidence | null> {
  const view = await deps.evidence.find(token);
  if (view === null) return null;
  const statement = await deps.statements.find(view.holder.statementId, { administrator: true });
  if (statement === null) return null;
  const own = { view, statement, asks: null };
  if (view.domain === null || view.kind === "person") return own;
  return { ...own, asks: asksFor(await askOf(deps, own, view.domain)) };
}

async function askOf(deps: Deps, { view, statement }: OwnEvidence, domain: string): Promise<Asked> {
  const { version } = view;
  return { domain, version, addresses: await versionAddresses(deps, statement.id, version) };
}

function asksFor({ domain, version, addresses }: Asked): DomainAsks {
  return {
    domain,
    record: { host: NAMING_LABEL, name: recordName(domain), value: formatNamingRecord({ version }) },
    file: { url: wellKnownUrl(domain), text: formatWellKnown(version) },
    link: addresses[0] ?? "",
  };
}

type Sight =
  | {
      readonly problem: null;
      readonly seen: readonly Seen[];
      /** What is still missing, although something was seen. */
      readonly short: LookProblem | null;
      readonly replies: LookedUp["replies"];
    }
  | { readonly problem: LookProblem; readonly replies: LookedUp["replies"] };

async function seeDomain({ guard }: Deps, asked: Asked, way: Exclude<Look, { how: "key" }>): Promise<Sight> {
  const looked = await lookUpDomain(guard, asked, way);
  const { problem, replies } = looked;
  if (problem !== null) return { problem: { code: problem.code, message: problem.message }, replies };
  const { version, key } = looked;
  const short: LookProblem | null =
    version !== null
      ? null
      : {
          code: "key_alone",
          message: `${asked.domain} names a key of its own, and not this statement. Sign with that key, below; or name the statement too.`,
        };
  return { problem: null, seen: [version, key?.seen].flatMap((one) => one ?? []), short, replies };
}

/** The key that the domain names, and the signature by it. */
async function seeKey({ guard }: Deps, asked: Asked, statement: string, note: string): Promise<Sight> {
  const named = await findNamedKey(guard, asked);
  const { replies } = named;
  if (named.problem !== null) return { problem: { code: "key_alone", message: named.problem }, replies };
  const { vkey, seen } = named;
  try {
    const line = verifyKeySignature(note, parseVerifierKey(vkey), { statement, version: asked.version });
    return {
      problem: null,
      seen: [seen, { kind: "key", domain: asked.domain, vkey, note: line }],
      short: null,
      replies,
    };
  } catch (error) {
    if (!(error instanceof UndersignedError)) throw error;
    return { problem: { code: "note", message: describeNoteProblem(error, vkey) }, replies };
  }
}

function refuseDomain({ kind }: EvidenceView): RefusedError {
  return new RefusedError(
    "wrong_state",
    kind === "person"
      ? "A domain shows who an organisation is, and this signature is a person’s."
      : "This organisation signed from a mailbox that is at no domain of its own, so there is no domain to look at. Sign from a mailbox at your own domain, or let another organisation vouch for you.",
  );
}
