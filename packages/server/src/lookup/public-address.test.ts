import assert from "node:assert/strict";
import { test } from "node:test";
import { allowAddresses, isPublicAddress } from "./public-address.ts";

/** First and last address of every special-purpose range. */
const SPECIAL = [
  ["0.0.0.0", "0.255.255.255"],
  ["10.0.0.0", "10.255.255.255"],
  ["100.64.0.0", "100.127.255.255"],
  ["127.0.0.0", "127.255.255.255"],
  ["169.254.0.0", "169.254.255.255"],
  ["172.16.0.0", "172.31.255.255"],
  ["192.0.0.0", "192.0.0.255"],
  ["192.0.2.0", "192.0.2.255"],
  ["192.88.99.0", "192.88.99.255"],
  ["192.168.0.0", "192.168.255.255"],
  ["198.18.0.0", "198.19.255.255"],
  ["198.51.100.0", "198.51.100.255"],
  ["203.0.113.0", "203.0.113.255"],
  ["224.0.0.0", "239.255.255.255"],
  ["240.0.0.0", "255.255.255.255"],
  ["::", "::1"],
  ["::127.0.0.1", "::8.8.8.8"],
  ["::ffff:0.0.0.0", "::ffff:255.255.255.255"],
  ["::ffff:8.8.8.8", "::ffff:808:808"],
  ["64:ff9b::", "64:ff9b::ffff:ffff"],
  ["64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff"],
  ["100::", "100::ffff:ffff:ffff:ffff"],
  ["2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
] as const;

/** Their neighbours, and well-known public ones. */
const PUBLIC = [
  "1.1.1.1",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "126.255.255.255",
  "128.0.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "192.167.255.255",
  "192.169.0.0",
  "198.17.255.255",
  "198.20.0.0",
  "223.255.255.255",
  "2001:200::",
  "2001:db7:ffff::",
  "2001:db9::",
  "2003::",
  "2606:4700:4700::1111",
];

test("no address of a special range is public, from its first to its last", () => {
  for (const address of SPECIAL.flat()) assert.equal(isPublicAddress(address), false, address);
});

test("the neighbours of special ranges are public", () => {
  for (const address of PUBLIC) assert.equal(isPublicAddress(address), true, address);
});

test("what is no address is not public", () => {
  for (const text of [
    "",
    "localhost",
    "8.8.8",
    "0x8.8.8.8",
    "8.8.8.8.",
    " 8.8.8.8",
    "[2606:4700::1]",
    "fe80::1%eth0",
  ]) {
    assert.equal(isPublicAddress(text), false, text);
  }
});

test("a range of one’s own can be let in, and nothing beside it", () => {
  const allows = allowAddresses({ also: ["10.3.0.0/16", "127.0.0.2", "fd00:1::/32"] });
  for (const address of ["10.3.255.255", "127.0.0.2", "fd00:1::5", "1.1.1.1"])
    assert.equal(allows(address), true, address);
  for (const address of ["10.4.0.0", "127.0.0.1", "fd00:2::", "::ffff:10.4.0.1"])
    assert.equal(allows(address), false, address);
  assert.equal(allowAddresses("any")("127.0.0.1"), true);
  assert.throws(() => allowAddresses({ also: ["10.3.0.0/99"] }));
  assert.throws(() => allowAddresses({ also: ["mine"] }));
});
