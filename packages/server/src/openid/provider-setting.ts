import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { RefusedError } from "@undersigned/core/errors.ts";
import { z } from "zod";

/** Where people have an account by which they can say who they are. */
export type OpenIdProvider = {
  /** Ours, in addresses and forms. */
  readonly id: string;
  /** As people read it. */
  readonly name: string;
  /** Its issuer identifier, as it stands in its discovery document. */
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a public client. */
  readonly clientSecret: string | null;
  /** Its subjects are ORCID iDs: public names of people, made to be shown. */
  readonly isOrcid: boolean;
};

const SETTING = "OPENID_PROVIDERS";
const ORCID = { name: "ORCID", issuer: "https://orcid.org" };
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const MOST = 20;

const shape = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  issuer: z.string().optional(),
  clientId: z.string(),
  clientSecret: z.string().optional(),
  clientSecretFile: z.string().optional(),
  preset: z.string().optional(),
});

type Row = z.infer<typeof shape>;

/**
 * Reads the file that `OPENID_PROVIDERS` names: a JSON list, one object for each provider.
 * @throws RefusedError `configuration`, naming the file, the provider, what is wrong with it, and what to do
 */
export function readOpenIdProviders(file: string): readonly OpenIdProvider[] {
  const list = parseList(file, readText(file, `names ${file}`));
  const providers = list.map((row, i) => readProvider(file, row, i));
  for (const [i, { id, issuer }] of providers.entries()) {
    const before = providers.slice(0, i);
    if (before.some((one) => one.id === id)) throw refuse(file, `has two providers with the id "${id}"`, "Rename one.");
    if (before.some((one) => one.issuer === issuer)) {
      throw refuse(file, `names ${issuer} twice`, "One account must not count as two: remove one of them.");
    }
  }
  return providers;
}

function parseList(file: string, text: string): readonly unknown[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (cause) {
    throw refuse(file, `is no JSON (${cause instanceof Error ? cause.message : ""})`, "Correct that place.");
  }
  if (!Array.isArray(list)) throw refuse(file, "is not a list", "Write [ {…}, {…} ], one object for each provider.");
  if (list.length > MOST) throw refuse(file, `has ${list.length} providers`, `At most ${MOST} are possible.`);
  return list;
}

function readProvider(file: string, value: unknown, i: number): OpenIdProvider {
  const parsed = shape.safeParse(value);
  const where = `provider ${i + 1}`;
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const member = issue?.path.join(".");
    throw refuse(
      file,
      `has a mistake in ${where}${member ? `, at "${member}"` : ""}: ${issue?.message ?? "it is no object"}`,
      "Its members are id, name, issuer, clientId, clientSecret or clientSecretFile, and preset.",
    );
  }
  const row = parsed.data;
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(row.id)) {
    throw refuse(
      file,
      `has "${row.id}" as the id of ${where}`,
      "Use lower-case letters, digits and hyphens, 40 at most.",
    );
  }
  const isOrcid = checkPreset(file, row);
  const name = (row.name ?? (isOrcid ? ORCID.name : "")).trim();
  if (name === "" || name.length > 80) {
    throw refuse(file, `has no name for ${row.id}`, "Give the one that people know it by, 80 characters at most.");
  }
  if (row.clientId === "") throw refuse(file, `has no clientId for ${row.id}`, "The provider gave you one.");
  const issuer = checkIssuer(file, row.id, row.issuer ?? (isOrcid ? ORCID.issuer : ""));
  return { id: row.id, name, issuer, clientId: row.clientId, clientSecret: readSecret(file, row), isOrcid };
}

function checkPreset(file: string, { id, preset }: Row): boolean {
  if (preset === undefined) return false;
  if (preset !== "orcid") throw refuse(file, `has the preset "${preset}" for ${id}`, `There is one preset, "orcid".`);
  return true;
}

/** Https, because all that is known of a person comes over this line; plain http only on this machine itself, for tests. */
function checkIssuer(file: string, id: string, issuer: string): string {
  const remedy = "Use the provider's issuer identifier, such as https://accounts.example.org, without ? or #.";
  const url = URL.canParse(issuer) ? new URL(issuer) : null;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (url === null || !isSafe || url.username || url.password || url.search || url.hash) {
    throw refuse(file, `has "${issuer}" as the issuer of ${id}`, remedy);
  }
  return issuer;
}

function readSecret(file: string, { id, clientSecret, clientSecretFile }: Row): string | null {
  if (clientSecretFile === undefined) return clientSecret || null;
  if (clientSecret !== undefined) {
    throw refuse(file, `has both clientSecret and clientSecretFile for ${id}`, "Remove one of them.");
  }
  // Beside the file itself, unless it is an absolute path.
  const path = resolve(dirname(file), clientSecretFile);
  const secret = readText(path, `has ${path} as clientSecretFile of ${id}`, file).trim();
  if (secret === "") throw refuse(file, `names ${path} for ${id}, which is empty`, "Write the secret into it.");
  return secret;
}

function readText(path: string, what: string, named?: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    const subject = named === undefined ? SETTING : `${named}, which ${SETTING} names,`;
    throw new RefusedError(
      "configuration",
      `${subject} ${what}, which cannot be read (${code}). Make it readable for this user, or correct the path.`,
      { cause, field: SETTING },
    );
  }
}

function refuse(file: string, fault: string, remedy: string): RefusedError {
  return new RefusedError("configuration", `${file}, which ${SETTING} names, ${fault}. ${remedy}`, { field: SETTING });
}
