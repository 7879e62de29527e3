import { parseCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { checkCosignatures } from "@undersigned/core/log/cosignature.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { parseNote, parseVerifierKey } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import { HEADS } from "@undersigned/store/log-reading.ts";
import { readPublication } from "@undersigned/store/publish.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { WitnessingTimes } from "../packages/server/src/depositary/witnessing.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import type { TestWitness } from "./test-witness.ts";
import { startWitness } from "./test-witness.ts";

/** Quick enough for tests. A timeout that nobody should see is long, so that a slow machine sees it neither. */
export const QUICK: Partial<WitnessingTimes> = {
  interval: 10,
  look: 20,
  firstPause: 20,
  longestPause: 100,
  timeout: 60_000,
  patience: 120_000,
};

/** A depositary that witnesses watch. */
export type WatchedPlace = {
  readonly place: Place;
  readonly policy: Policy;
  readonly witnesses: readonly TestWitness[];
  /** The one that was opened last. */
  readonly open: OpenPlace;
  readonly depositary: Depositary;
  readonly statement: StatementView;
  reopen(times?: Partial<WitnessingTimes>): Promise<void>;
  /** Signs and confirms once. */
  sign(): ReturnType<typeof signOnce>;
  /** The token with which a signature is managed, from the mail after that with `token`. */
  manageToken(token: string): Promise<string>;
  /** Size of the published log of heads. */
  heads(): Promise<number>;
  /** Names of those whose cosignatures the served checkpoint of the log of heads carries, checked, and its size. */
  served(): Promise<{ size: number; by: string[] }>;
  close(): Promise<void>;
};

/** @param threshold how many of the witnesses are enough */
export async function openWatchedPlace(
  engine: Engine,
  names: readonly string[],
  threshold: number,
  times: Partial<WitnessingTimes> = {},
): Promise<WatchedPlace> {
  const place = await makePlace(engine);
  let open: OpenPlace | null = null;
  const opened = (): OpenPlace => {
    if (open === null) throw new Error("the depositary is not open yet");
    return open;
  };
  const log = (): VerifierKey => parseVerifierKey(opened().depositary.identity.vkey);
  const witnesses = await Promise.all(names.map((name, i) => startWitness(`${name}.example/w`, 20 + i, log)));
  const policy = makePolicy(names, witnesses, threshold);
  const reopen = async (change: Partial<WitnessingTimes> = times) => {
    open = await place.open({ witnessPolicy: policy, witnessingTimes: { ...QUICK, ...change } });
  };
  await reopen();
  const { drafts } = opened().depositary;
  const statement = await drafts.open((await drafts.create(makeDraft())).id);
  const mailboxes = new Map<string, string>();
  return {
    place,
    policy,
    witnesses,
    statement,
    get open() {
      return opened();
    },
    get depositary() {
      return opened().depositary;
    },
    reopen,
    async sign() {
      const mailbox = `signatory${mailboxes.size}@post.example`;
      const done = await signOnce(opened().depositary, statement.id, mailbox);
      mailboxes.set(done.token, mailbox);
      return done;
    },
    manageToken: (token) => mailedToken(opened().depositary, mailboxes.get(token) ?? "", "manage"),
    heads: async () => (await readPublication(opened().store.db, HEADS))?.size ?? 0,
    async served() {
      const checkpoint = await opened().depositary.logs.checkpoint(HEADS);
      if (checkpoint === null) return { size: 0, by: [] };
      const note = parseNote(checkpoint);
      const cosigned = checkCosignatures(
        note,
        witnesses.map(({ key }) => key),
      );
      const by = names.filter((_, i) => cosigned.some(({ key }) => key === witnesses[i]?.key));
      return { size: parseCheckpoint(note.text).size, by };
    },
    async close() {
      await opened().depositary.close();
      for (const witness of witnesses) {
        witness.letGo();
        await witness.stop();
      }
      await place.remove();
    },
  };
}

export function makePolicy(names: readonly string[], witnesses: readonly TestWitness[], threshold: number): Policy {
  return {
    logs: [],
    witnesses: witnesses.map(({ key, url }, i) => ({ name: names[i] ?? "", key, url })),
    groups: [{ name: "enough", threshold, members: names }],
    quorum: "enough",
  };
}

async function signOnce(depositary: Depositary, id: string, mailbox: string) {
  const statement = await depositary.statements.find(id);
  if (statement === null) throw new Error("the statement is gone");
  const input = makeSignature(statement, { name: "Ada Winter", mailbox });
  await depositary.signing.submit(statement.id, input, { address: "127.0.0.1" });
  const token = await mailedToken(depositary, mailbox, "confirm");
  return { token, confirmed: await depositary.signing.confirm({ token }) };
}

/** Waits until it holds; half a minute is more than any of it takes. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
