import type { ReportedHandOver } from "./lineage.ts";
import { tellMoment } from "./time.ts";

/** Over how the key that was trusted leads to the one that signed. */
export const KEYS_HEADING = "Keys";

/** Which key was trusted, which keys took over and when, and which one signed, a sentence each; none when they are one. */
export function tellKeys(
  key: { readonly vkey: string; readonly handOvers: readonly ReportedHandOver[] } | null,
): string[] {
  const [first, last] = [key?.handOvers[0], key?.handOvers.at(-1)];
  if (key === null || first === undefined || last === undefined) return [];
  const isOlder = first.from === key.vkey;
  const signed = `This was signed with ${shorten(key.vkey)}`;
  return [
    `You trust the key ${shorten(isOlder ? last.key : first.from)}.`,
    ...key.handOvers.map(tellHandOver),
    isOlder ? `${signed}, the key that held before.` : `${signed}.`,
  ];
}

function tellHandOver({ act, from, key, time }: ReportedHandOver): string {
  const [old, host] = [from, key].map((vkey) => vkey.split("+")[0]);
  const what =
    act === "move"
      ? `${old} moved to ${host}, with the key ${shorten(key)}`
      : `${host} replaced the key ${shorten(from)} by ${shorten(key)}`;
  return `On ${tellMoment(time)}, ${what}. Both keys signed that.`;
}

/** `letters.example+7b06f988`: a verifier key without its last part, which nobody reads. */
function shorten(vkey: string): string {
  return vkey.split("+", 2).join("+");
}
