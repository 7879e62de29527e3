import assert from "node:assert/strict";
import { test } from "node:test";
import { joinTitle, moveTitle, splitTitle } from "./title-and-body.ts";

test("a title and a body become the source of a text", () => {
  assert.equal(joinTitle({ title: "Water", body: "One.\n\nTwo." }), "# Water\n\nOne.\n\nTwo.\n");
  assert.equal(joinTitle({ title: "Water", body: "" }), "# Water\n");
  assert.equal(joinTitle({ title: "", body: "One." }), "One.\n");
  assert.equal(joinTitle({ title: "", body: "" }), "");
});

test("blank lines around the body are not kept, those within it are", () => {
  assert.equal(joinTitle({ title: "Water", body: "\n\nOne.\n\n\nTwo.\n\n" }), "# Water\n\nOne.\n\n\nTwo.\n");
});

test("what the form shows becomes the same source again", () => {
  for (const source of ["# Water\n\nOne.\n\nTwo.\n", "# Water\n", "One.\n", "", "# Water\n\n- a\n- b\n"]) {
    assert.equal(joinTitle(splitTitle(source)), source);
  }
});

test("a text pasted whole into the body brings its title along", () => {
  assert.deepEqual(moveTitle({ title: "", body: "# Water\n\nOne." }), { title: "Water", body: "One." });
  assert.equal(joinTitle({ title: "", body: "\n# Water\n\nOne.\n" }), "# Water\n\nOne.\n");
});

test("a typed title is never replaced by one in the body", () => {
  const typed = { title: "Water", body: "# Earth\n\nOne." };
  assert.deepEqual(moveTitle(typed), typed);
  assert.equal(joinTitle(typed), "# Water\n\n# Earth\n\nOne.\n");
});

test("a first line that is no title stays in the body", () => {
  assert.deepEqual(splitTitle("## Part\n\nOne.\n"), { title: "", body: "## Part\n\nOne." });
  assert.deepEqual(splitTitle("# Water\nOne.\n"), { title: "", body: "# Water\nOne." });
});
