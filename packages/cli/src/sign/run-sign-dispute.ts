import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { signDispute } from "@undersigned/core/signature/dispute-note.ts";
import type { ExitStatus } from "../exit-status.ts";
import { EXIT } from "../exit-status.ts";
import { askYes } from "../handover/ask.ts";
import { wrap } from "../layout.ts";
import { readKeyFile } from "./key-file.ts";
import type { SignOptions } from "./run-sign.ts";
import { checkOrigin } from "./run-sign.ts";

/**
 * Says with an organisation's key that it never gave a signature, once that was agreed to. Nothing is asked of any network.
 * @throws RefusedError for wrong usage; errors of node:fs
 */
export async function runSignDispute(
  address: string | undefined,
  options: SignOptions & { readonly dispute: string },
): Promise<ExitStatus> {
  const { statement, version, note: file, dispute } = options;
  if (address !== undefined || version !== undefined || file !== undefined || statement === undefined) {
    throw new RefusedError(
      "invalid_field",
      "With --dispute give --statement, the origin of the statement's log, and neither an address nor --version nor --note.",
    );
  }
  checkOrigin(statement);
  if (!/^(0|[1-9]\d{0,14})$/.test(dispute)) {
    throw new RefusedError(
      "invalid_field",
      `--dispute is the number of the signature in the statement's log, such as 17: ${dispute.slice(0, 80)}`,
    );
  }
  const index = Number(dispute);
  const { key: signing, isReadable } = await readKeyFile(options.key);
  const { name } = signing.key;
  const say = (words: string) => process.stderr.write(wrap(words));
  if (isReadable) say(`Others on this machine can read ${options.key}: make it yours alone (chmod 600).`);
  say(`To be said by ${name}, with its own key: it never gave signature ${index} under ${statement}.`);
  if (options.yes !== true) await askYes(`Sign this in the name of ${name}?`);
  const note = decodeUtf8(signDispute({ statement, index }, signing.signer));
  const told = { statement, dispute: index, note, vkey: formatVerifierKey(signing.key) };
  process.stdout.write(options.json ? `${JSON.stringify(told)}\n` : note);
  return EXIT.yes;
}
