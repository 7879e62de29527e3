import { Resolver } from "node:dns/promises";
import type { ResolverAnswer } from "@undersigned/core/signature/resolver-answer.ts";
import { LookUpProblem } from "./problem.ts";

/** What one resolver said about a name. `resolver` is `ADDRESS:PORT`. */
export type Reply = { readonly resolver: string } & (
  | { readonly kind: "records"; readonly records: readonly string[] }
  /** The name exists, without records of this type (NOERROR). */
  | { readonly kind: "no_records" }
  /** There is no such name (NXDOMAIN). */
  | { readonly kind: "no_name" }
  /** It cannot tell: SERVFAIL, REFUSED, an answer that does not parse, nobody there. */
  | { readonly kind: "failed"; readonly code: string }
  /** It did not answer in time, twice. */
  | { readonly kind: "silent" }
  /** More than is kept as evidence. */
  | { readonly kind: "too_much" }
);

/** Milliseconds for the answer to one packet, and for one try as a whole, in which an answer may need TCP. There are two tries. */
const PACKET_TIME = 2_000;
const TRY_TIME = 3_000;
/** What is stored of one answer: ours is one line of a hundred characters, and some zones answer any name with a dozen records. */
const RECORD_LIMIT = 32;
const CHARACTER_LIMIT = 4_096;

type Type = "TXT" | "A" | "AAAA";

/** Asks every resolver by itself for the TXT records of a name. Never throws; answers come in the order of `resolvers`. */
export function askForTexts(resolvers: readonly string[], name: string): Promise<readonly Reply[]> {
  return Promise.all(resolvers.map((resolver) => ask(resolver, name, "TXT")));
}

/**
 * The addresses of a host, from the first resolver that can tell; those for IPv4 first. Resolvers need not agree here: big
 * sites answer each with the addresses next to it.
 * @throws LookUpProblem `no_address`, `unanswered`, `too_much`
 */
export async function findAddresses(resolvers: readonly string[], host: string): Promise<readonly string[]> {
  let last: Reply | null = null;
  for (const resolver of resolvers) {
    const replies = await Promise.all([ask(resolver, host, "A"), ask(resolver, host, "AAAA")]);
    const addresses = replies.flatMap((reply) => (reply.kind === "records" ? reply.records : []));
    if (addresses.length > 0) return addresses;
    const broken = replies.find(({ kind }) => kind !== "no_records" && kind !== "no_name");
    if (broken === undefined) {
      throw new LookUpProblem(
        "no_address",
        `The resolver ${resolver} knows no address for ${host}. Check the spelling; a name that is new may need some hours.`,
      );
    }
    last = broken;
  }
  throw unanswered(last === null ? [] : [last], host);
}

async function ask(resolver: string, name: string, type: Type): Promise<Reply> {
  // c-ares tries again by itself only on silence; SERVFAIL of a busy server deserves the second try as much.
  const first = await askOnce(resolver, name, type);
  return first.kind === "silent" || first.kind === "failed" ? askOnce(resolver, name, type) : first;
}

async function askOnce(resolver: string, name: string, type: Type): Promise<Reply> {
  // One for each question: nothing that was answered earlier is reused, and a stop stops nothing else.
  const asking = new Resolver({ timeout: PACKET_TIME, tries: 1 });
  asking.setServers([resolver]);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    asking.cancel();
  }, TRY_TIME);
  try {
    return bounded(resolver, await recordsOf(asking, name, type));
  } catch (error) {
    return late ? { resolver, kind: "silent" } : readFailure(resolver, error);
  } finally {
    clearTimeout(timer);
  }
}

/** The final dot: a name is asked for as it is, never with a search domain of this machine behind it. */
async function recordsOf(asking: Resolver, name: string, type: Type): Promise<string[]> {
  const whole = `${name}.`;
  if (type === "A") return asking.resolve4(whole);
  if (type === "AAAA") return asking.resolve6(whole);
  // A record longer than 255 bytes travels in pieces that belong together (RFC 7208 section 3.3).
  return (await asking.resolveTxt(whole)).map((pieces) => pieces.join(""));
}

function bounded(resolver: string, records: readonly string[]): Reply {
  if (records.length === 0) return { resolver, kind: "no_records" };
  const characters = records.reduce((sum, record) => sum + record.length, 0);
  const isMuch = records.length > RECORD_LIMIT || characters > CHARACTER_LIMIT;
  return isMuch ? { resolver, kind: "too_much" } : { resolver, kind: "records", records };
}

function readFailure(resolver: string, error: unknown): Reply {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  if (code === "ENOTFOUND") return { resolver, kind: "no_name" };
  if (code === "ENODATA") return { resolver, kind: "no_records" };
  if (code === "ETIMEOUT" || code === "ECANCELLED") return { resolver, kind: "silent" };
  return { resolver, kind: "failed", code: code.replace(/^E/, "") };
}

/**
 * The answers, once every resolver has given one.
 * @throws LookUpProblem `unanswered` or `too_much`, naming the resolvers at fault
 */
export function checkAllAnswered(replies: readonly Reply[], name: string): readonly ResolverAnswer[] {
  const broken = replies.filter(({ kind }) => kind === "silent" || kind === "failed" || kind === "too_much");
  if (broken.length > 0 || replies.length === 0) throw unanswered(broken, name);
  return replies.map((reply) => ({
    resolver: reply.resolver,
    records: reply.kind === "records" ? reply.records : [],
  }));
}

function unanswered(broken: readonly Reply[], name: string): LookUpProblem {
  if (broken.length === 0) {
    return new LookUpProblem("unanswered", "This depositary has no resolver to ask. Its operator sets RESOLVERS.");
  }
  if (broken.every(({ kind }) => kind === "too_much")) {
    return new LookUpProblem(
      "too_much",
      `There are more than ${RECORD_LIMIT} TXT records, or more than ${CHARACTER_LIMIT} characters of them, at ${name}. Remove those that are not needed at this name.`,
    );
  }
  const told = broken.map((reply) => `${reply.resolver} ${describeReply(reply)}`).join("; ");
  return new LookUpProblem(
    "unanswered",
    `Not every resolver could say what stands at ${name}: ${told}. Nothing is wrong with what you typed; look again in some minutes. If it stays so, the name servers of the domain are at fault.`,
  );
}

/** What a resolver said, as the rest of a sentence that begins with its address. */
export function describeReply(reply: Reply): string {
  switch (reply.kind) {
    case "records":
      return `has ${reply.records.map((record) => `“${record}”`).join(" and ")}`;
    case "no_records":
      return "knows the name, and no TXT record there";
    case "no_name":
      return "knows no such name";
    case "silent":
      return "did not answer in time";
    case "too_much":
      return "answered with more than is read";
    case "failed":
      return `could not find out (${reply.code})`;
  }
}
