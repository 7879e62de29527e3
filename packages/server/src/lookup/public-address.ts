import { BlockList, isIP } from "node:net";

/**
 * Every range that is not for the public internet, by the IANA special-purpose address registries for IPv4 and IPv6
 * (RFC 6890 and later, as of 2026) and those for multicast. Ranges that IANA calls globally reachable but through which
 * another address is reached (NAT64, 6to4, Teredo) are among them.
 */
const SPECIAL_IPV4 = [
  ["0.0.0.0", 8], // this network, RFC 791
  ["10.0.0.0", 8], // private, RFC 1918
  ["100.64.0.0", 10], // shared by carriers, RFC 6598
  ["127.0.0.0", 8], // loopback, RFC 1122
  ["169.254.0.0", 16], // link-local, RFC 3927; also where clouds answer with their secrets
  ["172.16.0.0", 12], // private, RFC 1918
  ["192.0.0.0", 24], // protocol assignments, RFC 6890
  ["192.0.2.0", 24], // documentation, RFC 5737
  ["192.31.196.0", 24], // AS112, RFC 7535
  ["192.52.193.0", 24], // AMT, RFC 7450
  ["192.88.99.0", 24], // 6to4 relays, RFC 7526
  ["192.168.0.0", 16], // private, RFC 1918
  ["192.175.48.0", 24], // AS112, RFC 7534
  ["198.18.0.0", 15], // benchmarking, RFC 2544
  ["198.51.100.0", 24], // documentation, RFC 5737
  ["203.0.113.0", 24], // documentation, RFC 5737
  ["224.0.0.0", 4], // multicast, RFC 5771
  ["240.0.0.0", 4], // reserved, RFC 1112, with the broadcast address
] as const;

const SPECIAL_IPV6 = [
  ["2001::", 23], // protocol assignments, RFC 2928: Teredo, benchmarking, ORCHID
  ["2001:db8::", 32], // documentation, RFC 3849
  ["2002::", 16], // 6to4, RFC 3056
  ["2620:4f:8000::", 48], // AS112, RFC 7534
  ["3fff::", 20], // documentation, RFC 9637
] as const;

/** All that is given out as global unicast. Whatever is outside is special: loopback, mapped IPv4, NAT64, local, multicast. */
const GLOBAL_IPV6 = ["2000::", 3] as const;

const special = new BlockList();
for (const [address, prefix] of SPECIAL_IPV4) special.addSubnet(address, prefix, "ipv4");
for (const [address, prefix] of SPECIAL_IPV6) special.addSubnet(address, prefix, "ipv6");
const globalUnicast = new BlockList();
globalUnicast.addSubnet(...GLOBAL_IPV6, "ipv6");

/** Whether an address is one of the public internet. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, "ipv4");
  return family === 6 && globalUnicast.check(address, "ipv6") && !special.check(address, "ipv6");
}

/** Which addresses may be connected to: the public ones and `also`, single addresses or `ADDRESS/PREFIX`; or any. */
export type AddressRule = "any" | { readonly also: readonly string[] };

/**
 * The test for a rule.
 * @throws an Error of node:net for what is no address or prefix
 */
export function allowAddresses(rule: AddressRule): (address: string) => boolean {
  if (rule === "any") return () => true;
  const also = new BlockList();
  for (const range of rule.also) {
    const [address = "", prefix] = range.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (prefix === undefined) also.addAddress(address, family);
    else also.addSubnet(address, Number(prefix), family);
  }
  return (address) => isPublicAddress(address) || also.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}
