import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import sharp from "sharp";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages, squeeze } from "../../../../../tests/public-pages.ts";
import type { StatementView } from "../../depositary/statements.ts";

let pages: PublicPages;
let rooms: StatementView;
let token: string;
let picture: Uint8Array<ArrayBuffer>;

before(async () => {
  pages = await openPublicPages();
  rooms = await pages.open({ slug: "rooms" });
  token = await pages.sign(rooms, "Riverbend Library", organisation("library.example"));
  const create = { width: 600, height: 300, channels: 3, background: "#204080" } as const;
  picture = new Uint8Array(await sharp({ create }).png().toBuffer());
});

after(() => pages.close());

function organisation(domain: string) {
  return { kind: "organisation", capacity: "institutional", mailbox: `office@${domain}` } as const;
}

async function send(
  bytes: Uint8Array<ArrayBuffer>,
  more: Record<string, string> = {},
  name = "logo.png",
): Promise<Response> {
  const form = new FormData();
  for (const [field, value] of Object.entries({ token, permission: "yes", ...more })) form.set(field, value);
  form.set("logo", new File([bytes], name, { type: "image/png" }));
  return pages.submit("/logo", form);
}

async function logoPath(): Promise<string | undefined> {
  return /<img class="logo" src="([^"]+)"/.exec(await pages.read("/s/rooms/signatories"))?.[1];
}

test("an organisation shows its logo beside its name, in the list and under the letter", async () => {
  assert.ok((await pages.read(`/manage?token=${token}`)).includes(`href="/logo?token=${encodeURIComponent(token)}"`));
  const answer = await send(picture);
  assert.equal(answer.status, 303);
  const img = /<img class="logo"[^>]+>/.exec(await pages.read("/s/rooms/signatories"))?.[0] ?? "";
  assert.match(img, /alt="Riverbend Library" width="96" height="48"/);
  assert.ok((await pages.read("/s/rooms")).includes('<img class="logo"'));
  assert.ok((await pages.read(answer.headers.get("Location") ?? "")).includes("This is shown now:"));
});

test("the picture is sent as a picture and nothing else, under an address that never means another", async () => {
  const file = await pages.get((await logoPath()) ?? "");
  assert.equal(file.status, 200);
  assert.equal(file.headers.get("Content-Type"), "image/png");
  assert.equal(file.headers.get("X-Content-Type-Options"), "nosniff");
  assert.match(file.headers.get("Content-Security-Policy") ?? "", /default-src 'none'.*sandbox/);
  assert.match(file.headers.get("Cache-Control") ?? "", /immutable/);
  const { format, width } = await sharp(Buffer.from(await file.arrayBuffer())).metadata();
  assert.deepEqual([format, width], ["png", 400]);
});

test("a file that is no logo, or comes without permission, is refused in words, and the shown one stays", async () => {
  const before = await logoPath();
  const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const refused = await send(svg);
  assert.equal(refused.status, 422);
  assert.ok(squeeze(await refused.text()).includes("This is an SVG. It can hold scripts"));
  const unpermitted = await send(picture, { permission: "no" });
  assert.equal(unpermitted.status, 422);
  assert.ok((await unpermitted.text()).includes("We publish a logo only if you permit it."));
  assert.ok((await (await send(new Uint8Array())).text()).includes("Please choose a picture of the logo."));
  assert.ok((await (await send(new Uint8Array(1_500_000))).text()).includes("1.4 MiB; a logo may have 1 MiB"));
  assert.equal(await logoPath(), before);
});

test("a person has no logo, and neither has whoever holds no token", async () => {
  const person = await pages.sign(rooms, "Ada Winter");
  assert.equal((await send(picture, { token: person })).status, 409);
  assert.ok([400, 404].includes((await send(picture, { token: "x" })).status));
});

test("a logo goes with its signature, and from its page when it is taken off", async () => {
  const other = await pages.sign(rooms, "School", organisation("school.example"));
  await send(new Uint8Array(await sharp(picture).resize(100).toBuffer()), { token: other });
  const { items } = await pages.depositary.statements.signatories(rooms.id, { kind: "organisation" });
  const [mine = "", theirs = ""] = items.map(({ logo }) => `/s/rooms/logos/${logo?.sha256}.png`);
  assert.equal((await pages.get(theirs)).status, 200);
  await pages.depositary.signing.withdraw(other);
  assert.equal((await pages.get(theirs)).status, 404);
  assert.equal((await pages.post("/logo/drop", { token })).status, 303);
  assert.equal((await pages.get(mine)).status, 404);
  assert.ok((await pages.read(`/logo?token=${token}`)).includes("No logo is shown now."));
});
