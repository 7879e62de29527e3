import { encodeHex, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { append, emptyEdge } from "@undersigned/core/log/append.ts";
import { formatCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { formatIdentityAct } from "@undersigned/core/log/identity-act.ts";
import type { IdentityLink } from "@undersigned/core/log/identity-chain.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { signNote } from "@undersigned/core/log/note.ts";
import { HEAD_TIME, prove } from "./bundle-fixture.ts";
import { makeTestSigner } from "./test-signer.ts";

/** Who holds: the key made from this byte, at this host. */
export type Holder = { readonly host: string; readonly seed: number };

export type Step = {
  /** Who takes over; at another host it is a move. */
  readonly to: Holder;
  /** Seconds after the last hand-over, the first an hour after HEAD_TIME. */
  readonly after?: number;
  /** Who signs the checkpoint that ends with the act: both by default. */
  readonly signers?: readonly Holder[];
  /** Entries that come after the act under the same checkpoint. */
  readonly followers?: number;
};

const HOUR = 3_600;

/** How one holder after another hands over, as a depositary makes it: ten heads, the act, and so on. */
export async function tellIdentity(first: Holder, steps: readonly Step[]): Promise<IdentityLink[]> {
  const links: IdentityLink[] = [];
  let from = first;
  let time = HEAD_TIME;
  let entries: Uint8Array[] = [];
  for (const { to, after = HOUR, signers = [from, to], followers = 0 } of steps) {
    time += after;
    const act = to.host === from.host ? "rotate" : "move";
    const entry = formatIdentityAct({ act, from: keyOf(from), key: keyOf(to), time });
    entries = [...entries, ...fill(10), entry];
    const index = entries.length - 1;
    entries.push(...fill(followers));
    const { root } = append(emptyEdge(), entries.map(hashLeaf));
    const size = entries.length;
    const text = formatCheckpoint({ origin: from.host, size, root, extensions: [] });
    const note = signNote(
      text,
      signers.map(({ host, seed }) => makeTestSigner(host, seed).signer),
    );
    links.push({ entry, proof: await prove(entries, index, note) });
    if (act === "move") {
      entries = [formatIdentityAct({ act: "succeed", origin: from.host, size, root: encodeHex(root), time })];
    }
    from = to;
  }
  return links;
}

function keyOf({ host, seed }: Holder) {
  return makeTestSigner(host, seed).key;
}

function fill(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, at) => encodeUtf8(`head number ${at}`));
}
