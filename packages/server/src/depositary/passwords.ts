import { randomBytes, scrypt } from "node:crypto";
import { invariant } from "@undersigned/core/errors.ts";
import { FieldsRefusedError, fieldProblem } from "./field-problems.ts";
import { equalSecrets } from "./tokens.ts";

/** scrypt (RFC 7914) at 32 MiB and about a tenth of a second; three times over instead of 128 MiB once. */
const COST = { N: 32_768, r: 8, p: 3 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const LEAST_LENGTH = 10;
const GREATEST_LENGTH = 200;
/** zxcvbn: 3 is "safely unguessable: moderate protection from an offline attack on slow hashes" (10^8 guesses and more). */
const LEAST_SCORE = 3;

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64"), Buffer.from(hash).toString("base64")].join("$");
}

/** A password that nobody has, checked where there is none to check, so that the answer takes as long. */
const NOBODYS = `scrypt$${COST.N}$${COST.r}$${COST.p}$${"A".repeat(22)}==$${"A".repeat(43)}=`;

/** Whether `password` is the one of `kept`; of null, never, but not sooner. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [kind, N, r, p, salt, hash] = (kept ?? NOBODYS).split("$");
  invariant(kind === "scrypt" && salt !== undefined && hash !== undefined, "a kept password has six parts");
  const derived = await derive(password.slice(0, GREATEST_LENGTH), Buffer.from(salt, "base64"), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  });
  return equalSecrets(derived, Buffer.from(hash, "base64")) && kept !== null;
}

/**
 * @param known words that an attacker would try first: name, mailbox, organisation
 * @throws FieldsRefusedError, field `password`
 */
export async function checkPasswordStrength(password: string, known: readonly string[]): Promise<void> {
  const length = [...password].length;
  if (length < LEAST_LENGTH)
    throw new FieldsRefusedError([fieldProblem("password", { rule: "too_short", limit: LEAST_LENGTH })]);
  if (length > GREATEST_LENGTH)
    throw new FieldsRefusedError([fieldProblem("password", { rule: "too_long", limit: GREATEST_LENGTH })]);
  if ((await scoreOf(password, known)) < LEAST_SCORE)
    throw new FieldsRefusedError([fieldProblem("password", { rule: "too_weak" })]);
}

/** The word lists are large, and needed once in the life of a server: they are read only here. */
async function scoreOf(password: string, known: readonly string[]): Promise<number> {
  const [{ ZxcvbnFactory }, common] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  const estimator = new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
  return estimator.check(
    password,
    known.flatMap((word) => [word, ...word.split(/[\s@.]+/)]),
  ).score;
}

function derive(password: string, salt: Uint8Array, cost: { N: number; r: number; p: number }): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    // RFC 8265: the same password typed on another keyboard has the same composed form.
    scrypt(password.normalize("NFC"), salt, HASH_BYTES, { ...cost, maxmem: 256 * cost.N * cost.r }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });
}
