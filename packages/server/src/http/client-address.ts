import { isIP } from "node:net";
import type { Context } from "hono";

/** How a client is known where no address is (requests that did not come over a socket). */
const UNKNOWN = "0.0.0.0";

/**
 * Who sends a request, as far as limits are concerned: the IPv4 address, or the first 64 bits of the IPv6 address, which
 * one household or server is given whole. Behind `trustProxy` proxies, each of which appends the address it saw to
 * X-Forwarded-For, the entry that the outermost of them wrote: what stands to the left of it, anybody may have made up.
 */
export function clientAddress(c: Context, trustProxy: number): string {
  const socket = groupAddress(socketAddress(c.env) ?? UNKNOWN) ?? UNKNOWN;
  if (trustProxy === 0) return socket;
  const forwarded = c.req.header("X-Forwarded-For")?.split(",") ?? [];
  return groupAddress(forwarded.at(-trustProxy)?.trim() ?? "") ?? socket;
}

function socketAddress(env: unknown): string | undefined {
  const incoming = Reflect.get(Object(env), "incoming");
  const socket = Reflect.get(Object(incoming), "socket");
  const address = Reflect.get(Object(socket), "remoteAddress");
  return typeof address === "string" ? address : undefined;
}

/** The address to count by; null when `text` is none. A port, brackets and a zone are left out. */
export function groupAddress(text: string): string | null {
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
  const address = bare.replace(/%.*$/, "");
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6) return null;
  const groups = expandIpv6(address);
  const [g5, g6, g7] = [groups[5], groups[6] ?? 0, groups[7] ?? 0];
  // IPv4-mapped (RFC 4291 section 2.5.5.2), as a server that listens on both gets them.
  if (groups.slice(0, 5).every((group) => group === 0) && g5 === 0xffff) {
    return [g6 >> 8, g6 & 255, g7 >> 8, g7 & 255].join(".");
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

/** Eight groups of 16 bits of a valid address. */
function expandIpv6(address: string): number[] {
  const hexadecimal = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(":"),
  );
  const [left = "", right] = hexadecimal.split("::");
  const read = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const head = read(left);
  if (right === undefined) return head;
  const tail = read(right);
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}
