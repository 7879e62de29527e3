import { createHash } from "node:crypto";
import { RefusedError } from "@undersigned/core/errors.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { deleteLogos, listLogos, putLogo, readLogo } from "@undersigned/store/logos.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import { encodeLogo } from "../logo/encode.ts";
import { judgeLogo } from "../logo/judge.ts";
import type { Secrets } from "../secrets.ts";
import type { Logos } from "./logos.ts";
import { findOwnSignature, readOwnInput, readOwnSignature, viewOwnStatement } from "./own-signature.ts";
import type { Statements } from "./statements.ts";

type Deps = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly statements: Statements;
  readonly clock: () => number;
};

export function createLogos(deps: Deps): Logos {
  const { store, secrets, clock } = deps;
  return {
    async own(token) {
      const row = checkMayHave(await readOwnSignature(deps, token));
      const statement = await viewOwnStatement(deps, row.statement_id);
      const [found] = await listLogos(store, row.statement_id, [row.idx]);
      const logo = found ? { sha256: found.sha256, width: found.width, height: found.height } : null;
      return { statement, name: readOwnInput(secrets, row)?.name ?? "", logo };
    },
    async put(token, given) {
      const { statementId, index } = await findOwnSignature(deps, token);
      checkMayHave(await readSignature(store.db, statementId, index));
      const file = Buffer.from(given);
      judgeLogo(file);
      const { bytes: png, width, height } = await encodeLogo(file);
      const sha256 = createHash("sha256").update(png).digest("hex");
      await store.transaction(async (tx) => {
        // While it was drawn the signature may have ended, and with it the permission.
        await lockEndings(tx, statementId);
        checkMayHave(await readSignature(tx.db, statementId, index));
        await putLogo(tx, { statement_id: statementId, idx: index, sha256, width, height, png, permitted_at: clock() });
      });
    },
    async drop(token) {
      const { statementId, index } = await findOwnSignature(deps, token);
      await store.transaction((tx) => deleteLogos(tx, statementId, [index]));
    },
    file: (statementId, sha256) => readLogo(store, statementId, sha256),
  };
}

/** @throws RefusedError `wrong_state` */
function checkMayHave(row: SignatureRow | null): SignatureRow {
  if (row?.status === "standing" && row.kind === "organisation" && row.named === 1) return row;
  throw new RefusedError(
    "wrong_state",
    "A logo stands beside the name of an organisation whose signature stands. This signature is not, or no longer, one.",
  );
}
