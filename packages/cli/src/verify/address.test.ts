import assert from "node:assert/strict";
import { test } from "node:test";
import { RefusedError } from "@undersigned/core/errors.ts";
import { findBundleAddress, parseAddress, siteOf } from "./address.ts";

test("https everywhere, http on this machine alone", () => {
  const good = [
    "https://letters.example",
    "http://localhost:8080/s/a",
    "http://127.0.0.1",
    "http://127.1.2.3:80",
    "http://[::1]:1",
  ];
  for (const address of good) assert.equal(parseAddress(address, "it").href, new URL(address).href);
  const bad = ["http://letters.example", "http://localhost.example", "http://127.0.0.1.example", "http://10.0.0.1"];
  for (const address of [
    ...bad,
    "ftp://letters.example",
    "file:///etc/passwd",
    "letters.example",
    "https://a:b@letters.example",
  ]) {
    assert.throws(() => parseAddress(address, "it"), RefusedError, address);
  }
});

test("where the bundle of a page is", () => {
  const find = (path: string) => findBundleAddress(new URL(path, "https://letters.example")).href;
  const bundle = "https://letters.example/api/v1/statements/rooms/bundle";
  for (const path of ["/s/rooms", "/s/rooms/", "/s/rooms/sr-Cyrl", "/s/rooms/verify#key", "/s/rooms?lang=fr"]) {
    assert.equal(find(path), bundle, path);
  }
  assert.equal(find("/s/rooms/en?key=LINK&x=1"), `${bundle}?key=LINK`);
  assert.equal(find("/api/v1/statements/rooms/bundle"), bundle);
  for (const path of ["/", "/s/", "/about", "/s/a/b/c", "/s/../x", "/api/v1/statements/rooms", "/s/%2e%2e"]) {
    assert.throws(() => find(path), RefusedError, path);
  }
});

test("the site of a host", () => {
  assert.equal(siteOf("letters.example"), "https://letters.example");
  assert.equal(siteOf("localhost:8080"), "http://localhost:8080");
});
