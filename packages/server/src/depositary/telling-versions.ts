import type { PublicPart } from "@undersigned/core/signature/part.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { advanceTold, findStatement } from "@undersigned/store/statements.ts";
import type { MailTemplate } from "../mail/templates.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { makeManageToken } from "./signing-tokens.ts";
import { tellSome } from "./telling.ts";
import type { Versions } from "./versions.ts";

type Deps = SigningDeps & { readonly versions: Versions; readonly onMail: () => void };

/**
 * Writes to the next signatories who signed an earlier version that a new one is open.
 * @returns whether there are more
 */
export async function tellNewVersion(deps: Deps, statementId: string): Promise<boolean> {
  const { store, secrets, versions } = deps;
  const statement = await findStatement(store, statementId);
  if (statement?.state !== "open" || statement.told_to === null) return false;
  const { id, title, version, told_to: from } = statement;
  const known = new Map((await versions.list(id)).map((one) => [one.digest, one]));

  async function write(row: SignatureRow, to: string): Promise<MailTemplate | null> {
    const signed = known.get(row.version);
    const stays = row.stayed_version !== null && row.stayed_version >= version;
    if (!signed || signed.number >= version || stays) return null;
    const { lang }: Partial<PublicPart> = JSON.parse(row.public_part ?? "{}");
    const changes = await versions.changes(id, signed.number, version, lang);
    const token = makeManageToken(secrets.macKey, id, row.idx);
    return {
      template: "new-version",
      to,
      params: { title, signed: signed.openedAt, changes: changes?.count ?? 0, token },
    };
  }

  return await tellSome(deps, {
    statementId: id,
    from,
    end: null,
    name: `version.${version}`,
    write,
    advance: (tx, to) => advanceTold(tx, { id, version, from, to }),
  });
}
