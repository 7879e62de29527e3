import assert from "node:assert/strict";
import { test } from "node:test";
import { allowedMethods } from "./allowed-methods.ts";

const routes = [
  { method: "GET", path: "/a/:id" },
  { method: "POST", path: "/a/:id/open" },
  { method: "POST", path: "/a" },
  { method: "GET", path: "/a" },
  { method: "GET", path: "/a.json" },
  { method: "ALL", path: "/b" },
];

test("methods of the routes that match, HEAD with GET", () => {
  assert.equal(allowedMethods(routes, "/a"), "GET, HEAD, POST");
  assert.equal(allowedMethods(routes, "/a/1"), "GET, HEAD");
  assert.equal(allowedMethods(routes, "/a/1/open"), "POST");
  assert.equal(allowedMethods(routes, "/a.json"), "GET, HEAD");
});

test("nothing where no route is", () => {
  for (const path of ["/", "/a/", "/a/1/2", "/axjson", "/b", "/a/1/open/2"]) {
    assert.equal(allowedMethods(routes, path), "", path);
  }
});
