import assert from "node:assert/strict";
import { test } from "node:test";
import { isOrcidId } from "./orcid-id.ts";

test("an ORCID iD is known by its shape and its check character", () => {
  // The examples of ORCID's own page about the structure of an iD.
  for (const id of ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"]) assert.ok(isOrcidId(id), id);
  for (const id of ["0000-0002-1825-0098", "0000-0002-1694-2330", "0000000218250097", "0000-0002-1694-233x", "x", ""]) {
    assert.ok(!isOrcidId(id), id);
  }
});
