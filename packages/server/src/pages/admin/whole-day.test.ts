import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, endOfDay, startOfDay } from "./whole-day.ts";

test("a day becomes its first and its last second, in UTC", () => {
  assert.equal(startOfDay("2027-03-31"), "2027-03-31T00:00:00Z");
  assert.equal(endOfDay("2027-03-31"), "2027-03-31T23:59:59Z");
});

test("what is no day of the calendar is refused", () => {
  for (const wrong of ["", "2027-02-30", "2027-13-01", "31.03.2027", "2027-3-1", "tomorrow"]) {
    assert.equal(startOfDay(wrong), null);
    assert.equal(endOfDay(wrong), null);
  }
});

test("the day of a moment is the one in UTC", () => {
  assert.equal(dayOf("2027-03-31T23:30:00-02:00"), "2027-04-01");
  assert.equal(dayOf(null), "");
  assert.equal(dayOf("soon"), "");
});
