import { UndersignedError } from "@undersigned/core/errors.ts";
import { formatVerifierKey, parseVerifierKey } from "@undersigned/core/log/note.ts";
import { isDisputeRecord } from "@undersigned/core/signature/dispute-record.ts";
import type { Hex } from "@undersigned/core/signature/entry.ts";
import { findNamed, NAMING_LABEL } from "@undersigned/core/signature/naming-record.ts";
import { LookUpProblem } from "./problem.ts";

/** What a record of ours says. */
export type TxtRecord = { readonly version: Hex } | { readonly key: string };

/** What the records at a name say about one version. */
export type Named = {
  /** The record that names this version; null where none does. */
  readonly version: string | null;
  /** The record that names the organisation's key, and the key; null where none does. */
  readonly key: { readonly record: string; readonly vkey: string } | null;
};

/** Where the records stand, whole. */
export function recordName(domain: string): string {
  return `${NAMING_LABEL}.${domain}`;
}

/** Also with a quotation mark that was pasted along, which some panels keep, and in any case: all of it is meant for us. */
const OURS = /^[\s"'“”‘’]*undersigned\s*=/i;

/** Whether a record is meant for us, readable or not. */
export function isOurs(text: string): boolean {
  return OURS.test(text);
}

/**
 * Reads one TXT record; null when it is not ours.
 * @throws LookUpProblem `txt_malformed`, quoting it
 */
function parseTxtRecord(text: string, domain: string): TxtRecord | null {
  // What is disputed is no business of whoever looks for what is signed.
  if (!isOurs(text) || isDisputeRecord(text)) return null;
  const fault = (what: string) =>
    new LookUpProblem(
      "txt_malformed",
      `There is a record at ${recordName(domain)} that cannot be read: “${quote(text)}”. ${what} Correct it to the line shown on this page, or remove it.`,
    );
  if (/["“”]/.test(text)) throw fault("It has quotation marks in it; leave them out.");
  const named = findNamed(text);
  if (named === null) throw fault(whatIsWrong(text));
  if ("version" in named) return named;
  const { name } = named.key;
  if (name !== domain) {
    throw fault(`The key in it is named “${quote(name)}”, and the key of this domain is named ${domain}.`);
  }
  return { key: formatVerifierKey(named.key) };
}

function whatIsWrong(text: string): string {
  const [, member = "", value = ""] = /^undersigned=v1 (version|key)=(\S+)$/.exec(text) ?? [];
  if (member === "version") {
    return "After “version=” there must be exactly 64 characters, each a digit or a small letter from a to f.";
  }
  if (member === "") {
    return "It must be “undersigned=v1”, one space, and then “version=…” or “key=…”, with nothing after it.";
  }
  try {
    parseVerifierKey(value);
  } catch (error) {
    if (error instanceof UndersignedError) return `The key in it cannot be read: ${error.message}.`;
    throw error;
  }
  return "The key in it cannot be read.";
}

/**
 * What the records at `_undersigned.DOMAIN` say. Records that are not ours say nothing; of ours, every one must be readable,
 * one may name this version, and one may name a key.
 * @throws LookUpProblem `txt_none`, `txt_malformed`, `txt_two`, `txt_other_version`
 */
export function readTxtRecords(
  records: readonly string[],
  { domain, version }: { domain: string; version: Hex },
): Named {
  const ours = records.flatMap((text) => {
    const record = parseTxtRecord(text, domain);
    return record === null ? [] : [{ text, record }];
  });
  if (ours.length === 0) throw missing(records, domain);
  const keys = ours.flatMap(({ text, record }) => ("key" in record ? [{ record: text, vkey: record.key }] : []));
  const versions = ours.filter(({ record }) => "version" in record && record.version === version);
  const repeated = keys.length > 1 ? keys.map(({ record }) => record) : versions.map(({ text }) => text);
  if (repeated.length > 1) {
    throw new LookUpProblem(
      "txt_two",
      `There are ${repeated.length} records at ${recordName(domain)} where there may be one: ${repeated.map((text) => `“${quote(text)}”`).join(" and ")}. Which of them holds cannot be told: remove all but one.`,
    );
  }
  if (versions.length === 0 && keys.length === 0) {
    throw new LookUpProblem(
      "txt_other_version",
      `The record at ${recordName(domain)} names another text than the one that is signed here: “${quote(ours[0]?.text ?? "")}”. Add a record with the line shown on this page; the other may stay.`,
    );
  }
  return { version: versions[0]?.text ?? null, key: keys[0] ?? null };
}

function missing(records: readonly string[], domain: string): LookUpProblem {
  const others =
    records.length === 0 ? "There is no TXT record" : `There are ${records.length} TXT records, none of them ours,`;
  return new LookUpProblem(
    "txt_none",
    `${others} at ${recordName(domain)}. After it is added, it is seen within minutes as a rule, sometimes after some hours. A common slip: the panel adds the domain by itself, so that only “_undersigned” is to be typed as the name.`,
  );
}

/** As much of it as a sentence bears. */
export function quote(text: string): string {
  const plain = text.replaceAll(/[\p{C}\p{Z}]/gu, " ");
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain;
}
