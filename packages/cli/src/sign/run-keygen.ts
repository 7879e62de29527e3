import { randomBytes } from "node:crypto";
import { domainToASCII } from "node:url";
import { RefusedError } from "@undersigned/core/errors.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { formatNamingRecord, NAMING_LABEL } from "@undersigned/core/signature/naming-record.ts";
import { isDomain } from "@undersigned/core/statement/domain.ts";
import { printable } from "../layout.ts";
import { writeKeyFile } from "./key-file.ts";
import type { SigningKey } from "./signing-key.ts";
import { makeSigningKey } from "./signing-key.ts";

export type KeygenOptions = { readonly out?: string; readonly force?: boolean; readonly json?: boolean };

/** Makes a key, writes its file, and prints what the domain has to name. @throws RefusedError; errors of node:fs */
export async function runKeygen(typed: string, { out, force = false, json }: KeygenOptions): Promise<void> {
  const domain = readDomain(typed);
  const key = makeSigningKey(domain, new Uint8Array(randomBytes(32)));
  const file = out ?? `${domain}.key`;
  await writeKeyFile(file, key, { replace: force });
  const made = describe(file, key);
  process.stdout.write(json ? `${JSON.stringify(made)}\n` : format(made));
}

/** A domain as it is typed, in any case and script, in the one spelling that names a key. */
function readDomain(typed: string): string {
  const domain = /[/@:+\s]/.test(typed) ? "" : domainToASCII(typed);
  if (isDomain(domain)) return domain;
  throw new RefusedError(
    "invalid_field",
    `This is not the domain of an organisation, such as reading.example: ${printable(typed.slice(0, 200))}. Give it without https://, path, or final dot.`,
  );
}

/** What --json prints. */
export type MadeKey = {
  readonly domain: string;
  readonly file: string;
  readonly vkey: string;
  readonly txt: { readonly name: string; readonly value: string };
  readonly wellKnown: { readonly url: string; readonly json: string };
};

function describe(file: string, { key }: SigningKey): MadeKey {
  const vkey = formatVerifierKey(key);
  return {
    domain: key.name,
    file,
    vkey,
    txt: { name: `${NAMING_LABEL}.${key.name}`, value: formatNamingRecord({ key }) },
    wellKnown: { url: `https://${key.name}/.well-known/undersigned.json`, json: JSON.stringify({ key: vkey }) },
  };
}

function format({ domain, file, vkey, txt, wellKnown }: MadeKey): string {
  return `The key of ${domain} is made.

Secret key, in a file that only you can read; whoever has it signs in the name of ${domain}:
  ${file}
Verifier key, for everybody:
  ${vkey}

Now let the domain name it, in one of these two ways.

A TXT record in the DNS. Name:
  ${txt.name}
Value:
  ${txt.value}

Or a file at ${wellKnown.url}:
  ${wellKnown.json}

To sign:
  undersigned sign --key ${quote(file)} ADDRESS_OF_THE_STATEMENT
`;
}

/** A file name as a shell reads it. */
function quote(file: string): string {
  return /^[A-Za-z0-9_./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
}
