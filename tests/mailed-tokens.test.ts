import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import { appOf, PASSWORD } from "./accounts.ts";
import type { MailedPlace } from "./mailed-place.ts";
import { openMailedPlace } from "./mailed-place.ts";

/* What a mailed token opens: its own page, once, and no other. */

let place: MailedPlace;
let app: Hono;
/** A live token of each kind, by where it is mailed to. */
const tokens: Record<string, string> = {};

before(async () => {
  place = await openMailedPlace();
  app = appOf(place.depositary);
  for (const [page, mailbox] of Object.entries(MAILED_TO)) tokens[page] = await place.mailed(mailbox, page);
});
after(() => place.close());

/** To whom the token was mailed that nobody has used yet. */
const MAILED_TO = {
  "/confirm": "dee@post.example",
  "/manage": "bo@post.example",
  "/evidence": "lane@gmail.com",
  "/approve": "treasurer@x.example",
  "/vouch": "office@x.example",
  "/named": "bo@post.example",
  "/invited": "office@alder.example",
  "/account-invitation": "iva@coalition.example",
  "/dispute": "intern@y.example",
} as const;

/** All that somebody can do by a mailed token, and the tokens with which it may be done. */
const DOORS: readonly { readonly post: string; readonly by: readonly (keyof typeof MAILED_TO)[] }[] = [
  { post: "/confirm", by: ["/confirm", "/evidence"] },
  { post: "/confirm/decline", by: ["/confirm", "/evidence"] },
  { post: "/manage/withdraw", by: ["/manage"] },
  { post: "/manage/anonymise", by: ["/manage"] },
  { post: "/manage/again", by: ["/manage"] },
  { post: "/manage/stay", by: ["/manage"] },
  { post: "/manage/keep", by: [] },
  { post: "/logo", by: [] },
  { post: "/logo/drop", by: ["/manage"] },
  { post: "/evidence", by: ["/manage", "/evidence"] },
  { post: "/evidence/ask", by: ["/manage", "/evidence"] },
  { post: "/evidence/take-back", by: ["/manage", "/evidence"] },
  { post: "/evidence/account", by: ["/manage", "/evidence"] },
  // One question each, whatever the address says: the token knows which.
  { post: "/approve", by: ["/approve", "/vouch", "/named"] },
  { post: "/vouch", by: ["/approve", "/vouch", "/named"] },
  { post: "/named", by: ["/approve", "/vouch", "/named"] },
  { post: "/invited/opened", by: ["/invited"] },
  { post: "/invited/sign", by: ["/invited"] },
  { post: "/invited/deciding", by: ["/invited"] },
  { post: "/invited/decline", by: ["/invited"] },
  { post: "/invited/opt-out", by: ["/invited"] },
  { post: "/invited/unsubscribe", by: ["/invited"] },
  { post: "/account-invitation", by: ["/account-invitation"] },
  { post: "/dispute", by: ["/dispute"] },
  { post: "/dispute/settle", by: ["/dispute"] },
];

/** What any of these forms may hold: were the token taken, it would be done. */
const FILLED = {
  ...{ answer: "yes", words: "We know them.", role: "treasurer", password: PASSWORD, how: "dns" },
  ...{
    kind: "approval",
    mailbox: "clerk@x.example",
    until: "2199-01-01",
    from: "depositary",
    consent: "yes",
    lang: "en",
  },
};

async function post(path: string, token: string, more: Record<string, string> = {}) {
  const body = new URLSearchParams({ ...FILLED, ...more, token });
  const answer = await app.request(path, { method: "POST", body });
  return { status: answer.status, page: (await answer.text()).replaceAll(/\s+/g, " ") };
}

test("attack: a token of one kind is refused at the pages of the others, with a sentence, and nothing is done", async () => {
  const before = await place.everything();
  for (const { post: path, by } of DOORS) {
    const foreign = Object.entries(tokens).filter(([kind]) => !by.some((own) => own === kind));
    const forged = Object.values(tokens).map((token) => token.replace(/.$/, (last) => (last === "a" ? "b" : "a")));
    for (const token of [...foreign.map(([, one]) => one), ...forged, "", "x", "../../etc/passwd"]) {
      const { status, page } = await post(path, token);
      // What is deleted already is deleted, whoever says so.
      const isRefused = [401, 403, 404, 409, 410, 422].includes(status) || path === "/confirm/decline";
      assert.ok(isRefused, `${path} took ${token}: ${status}`);
      assert.match(page, /<h1[^>]*>.+<\/h1>.*<p/, path);
      assert.ok(!/went wrong on our side/.test(page), path);
    }
  }
  assert.deepEqual(await place.changes(before), []);
});

test("every page that takes a mailed token is among those that are tried", () => {
  const doors = new Set(DOORS.map(({ post: path }) => path));
  const ends = ["/confirm", "/manage", "/evidence", "/invited", "/logo", "/dispute", "/approve", "/vouch", "/named"];
  const posts = app.routes
    .filter(({ method, path }) => method === "POST" && !path.includes("*") && ends.some((one) => path.startsWith(one)))
    .map(({ path }) => path);
  assert.deepEqual(
    [...new Set(posts)].filter((path) => !doors.has(path)),
    [],
  );
});

/** Each is done, and then tried again with the same token. */
const REPLAYED: readonly {
  readonly path: string;
  readonly by: keyof typeof MAILED_TO;
  readonly first: number;
  readonly says: RegExp;
}[] = [
  { path: "/approve", by: "/approve", first: 200, says: /You have approved/ },
  { path: "/vouch", by: "/vouch", first: 200, says: /You vouch for Lane Club/ },
  { path: "/named", by: "/named", first: 200, says: /Library of X/ },
  { path: "/dispute", by: "/dispute", first: 200, says: /hidden/ },
  { path: "/invited/decline", by: "/invited", first: 200, says: /<h1>/ },
  { path: "/invited/unsubscribe", by: "/invited", first: 200, says: /We will not write to you again/ },
  { path: "/account-invitation", by: "/account-invitation", first: 303, says: /invitation/ },
  { path: "/confirm", by: "/confirm", first: 200, says: /You have signed/ },
  { path: "/manage/withdraw", by: "/confirm", first: 200, says: /Your signature is withdrawn/ },
  { path: "/manage/withdraw", by: "/manage", first: 200, says: /Your signature is withdrawn/ },
];

for (const { path, by, first, says } of REPLAYED) {
  test(`attack: ${path} again, with a token that was used there (${by}): a sentence, and nothing twice`, async () => {
    const token = tokens[by] ?? "";
    const used = await post(path, token);
    assert.equal(used.status, first, used.page);
    const before = await place.everything();
    for (let i = 0; i < 2; i++) {
      const { status, page } = await post(path, token);
      assert.ok(status === 200 || (status >= 400 && status < 500), `${status}: ${page}`);
      assert.match(page, says);
    }
    // An invitation may be answered as often as they like: it then says when they answered last.
    const changes = (await place.changes(before)).filter((row) => !row.startsWith("invitation "));
    assert.deepEqual(changes, []);
  });
}
