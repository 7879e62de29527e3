import { RefusedError } from "@undersigned/core/errors.ts";
import type { Store } from "@undersigned/store/engine.ts";
import {
  findCheck,
  findPublicCheck,
  insertCheck,
  publishCheck,
  unpublishCheck,
} from "@undersigned/store/kept-checks.ts";
import type { Secrets } from "../secrets.ts";
import type { CheckInput, Checks, KeptCheck } from "./checks.ts";
import { CHECK_DAYS } from "./checks.ts";
import type { JudgingDeps } from "./judging-copies.ts";
import { judgeInput } from "./judging-copies.ts";
import { maySee } from "./may-see.ts";
import { mac } from "./seal.ts";
import { checkIdOf, openPacked, sealCheck, viewCheck } from "./sealed-check.ts";
import { randomPublicId } from "./signing-tokens.ts";
import { randomToken } from "./tokens.ts";

type Deps = JudgingDeps & { readonly store: Store; readonly secrets: Secrets };

const DAY = 86_400_000;

export function createChecks(deps: Deps): Checks {
  const { store, secrets, clock } = deps;

  async function find(token: string) {
    const row = await findCheck(store, checkIdOf(token));
    // Its days may be over before the job that deletes it has come round.
    if (row === null || (row.expires_at !== null && row.expires_at <= clock())) return null;
    const packed = openPacked(secrets, token, row);
    return { packed, check: await viewCheck(row, packed) };
  }

  async function demand(token: string) {
    const found = await find(token);
    if (found !== null) return found;
    throw new RefusedError("not_found", "There is no check at this link, or its days are over: check the copy again.");
  }

  return {
    async make(input, access, again) {
      const token = again === undefined ? randomToken() : tokenOf(secrets, again, input);
      const known = again === undefined ? null : await find(token);
      if (known !== null) return { token, check: known.check };
      const content = await judgeInput(deps, input, access);
      const expires_at = content.madeAt + CHECK_DAYS * DAY;
      const sealed = await sealCheck(secrets, token, content);
      await insertCheck(store, { id: checkIdOf(token), sealed, made_at: content.madeAt, expires_at });
      return { token, check: (await demand(token)).check };
    },
    async find(token) {
      return (await find(token))?.check ?? null;
    },
    async findPublished(id) {
      const row = await findPublicCheck(store, id);
      return row?.public_body ? await viewCheck(row, row.public_body) : null;
    },
    async publish(token) {
      const { packed, check } = await demand(token);
      await checkPublishable(deps, check);
      await publishCheck(store, checkIdOf(token), { publicId: randomPublicId(), body: packed, at: clock() });
      return (await demand(token)).check;
    },
    async unpublish(token) {
      await demand(token);
      await unpublishCheck(store, checkIdOf(token), clock() + CHECK_DAYS * DAY);
      return (await demand(token)).check;
    },
  };
}

/** The same for the same request, so that it is carried out once; whoever does not know the request cannot guess it. */
function tokenOf({ macKey }: Secrets, again: string, { source, statement }: CheckInput): string {
  const given =
    source.kind === "file" ? [source.bytes, source.name ?? "", source.type ?? ""] : [Object.values(source).join("\0")];
  return Buffer.from(mac(macKey, "check", again, source.kind, statement ?? "", ...given)).toString("base64url");
}

/**
 * A report tells everybody the words of its statement: of one that only those with its link may read, it stays private too. And a
 * copy of nothing here would be anybody's words at our address.
 */
async function checkPublishable({ reading, clock }: Deps, { checked, report }: KeptCheck): Promise<void> {
  if (checked === null || report.verdict === "unrelated") {
    const message = "The copy has the words of no statement here, so there is nothing to publish about one.";
    throw new RefusedError("wrong_state", message);
  }
  const row = await reading.row(checked.statement.id);
  if (row && maySee(row, {}, clock())) return;
  const message =
    "The statement can be read by those with its link only, and so can checks against it: it is not published.";
  throw new RefusedError("wrong_state", message);
}
