import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { MARKDOWN, mailedToken, makeDraft } from "../../../../../tests/depositary.ts";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages, squeeze } from "../../../../../tests/public-pages.ts";
import { checkSignature } from "../../depositary/signature-fields.ts";
import type { StatementView } from "../../depositary/statements.ts";

let pages: PublicPages;
let statement: StatementView;

before(async () => {
  pages = await openPublicPages();
  statement = await pages.open({ slug: "rooms" });
});

after(() => pages.close());

function form(change: Record<string, string> = {}): Record<string, string> {
  return {
    kind: "person",
    name: "Ada Winter",
    mailbox: "ada@post.example",
    place: "Riverbend",
    capacity: "personal",
    named: "true",
    consent: "yes",
    lang: "en",
    version: statement.version?.digest ?? "",
    ...change,
  };
}

async function signedText(answer: Response): Promise<string> {
  return squeeze(await answer.text());
}

test("the form shows the exact text, its version and digest, and nothing chosen beforehand", async () => {
  const page = await pages.read("/s/rooms/sign");
  assert.ok(page.includes("Reading rooms are where a town meets its own mind."));
  assert.ok(page.includes(statement.version?.digest ?? "-"));
  assert.ok(page.includes(statement.version?.texts[0]?.sha256 ?? "-"));
  assert.ok(page.includes(`name="version" value="${statement.version?.digest}"`));
  assert.ok(!/name="named" value="(true|false)" checked/.test(page));
  assert.ok(!/name="consent" value="yes" checked/.test(page));
  assert.ok(page.includes("I agree and am 16 or older."));
});

test("the consent notice is shown word for word", async () => {
  const page = await pages.read("/s/rooms/sign");
  const lines = (statement.consentNotice ?? "").trim().split("\n");
  assert.ok(lines.length > 3);
  for (const line of lines) assert.ok(page.includes(`<p>${line.replaceAll("&", "&amp;")}</p>`), line);
});

test("the day by which the mailbox is deleted is one that is kept, also by a statement that closes at midnight", async () => {
  await pages.open({ slug: "midnight", closes: "2199-01-01T23:59:59Z" });
  const page = await pages.read("/s/midnight/sign");
  assert.ok(page.includes("your e-mail address is deleted by 1 February 2199."));
});

test("signing: form, mail, page that shows what is signed, yes, receipt", async () => {
  const sent = await pages.post("/s/rooms/sign", form());
  assert.equal(sent.status, 303);
  assert.ok((await pages.read(sent.headers.get("location") ?? "")).includes("Check your mail"));
  const token = await mailedToken(pages.depositary, "ada@post.example", "confirm");

  for (let i = 0; i < 3; i++) {
    const page = await pages.read(`/confirm?token=${token}`);
    assert.ok(page.includes("Nearly done"));
    assert.ok(page.includes('<bdi class="name">Ada Winter</bdi><span class="beside">, <bdi>Riverbend</bdi></span>'));
  }
  assert.equal((await pages.depositary.statements.counts(statement.id)).total, 0);

  const done = await pages.post("/confirm", { token });
  assert.equal(done.status, 200);
  assert.equal(done.headers.get("cache-control"), "no-store");
  const page = await signedText(done);
  assert.ok(page.includes("You have signed"));
  assert.ok(page.includes("/api/v1/receipts/"));
  assert.equal((await pages.depositary.statements.counts(statement.id)).total, 1);

  assert.equal((await pages.post("/confirm", { token })).status, 200);
  assert.equal((await pages.depositary.statements.counts(statement.id)).total, 1);
  assert.ok((await pages.read(`/confirm?token=${token}`)).includes("is confirmed"));
});

test("the code of the mail confirms as well, and a wrong one says so", async () => {
  const sent = await pages.post("/s/rooms/sign", form({ name: "Bo Lind", mailbox: "bo@post.example" }));
  const path = sent.headers.get("location") ?? "";
  const pending = new URL(path, "http://x").searchParams.get("pending") ?? "";
  const { items } = await pages.depositary.outbox.list({});
  const code =
    /\b[A-Z2-7]{4} [A-Z2-7]{4}\b/.exec(items.find((mail) => mail.to === "bo@post.example")?.text ?? "")?.[0] ?? "";
  const wrong = await pages.post("/s/rooms/sign/sent", { pending, code: "AAAA AAAA" });
  assert.equal(wrong.status, 422);
  const again = await signedText(wrong);
  assert.ok(again.includes('value="AAAA AAAA"'));
  assert.ok(again.includes('href="#field-code"'));
  const empty = await pages.post("/s/rooms/sign/sent", { pending, code: " " });
  assert.ok((await signedText(empty)).includes("Please type the code from the mail."));
  const right = await pages.post("/s/rooms/sign/sent", { pending, code: code.toLowerCase() });
  assert.equal(right.status, 200);
  assert.ok((await signedText(right)).includes("You have signed"));
});

test("everything wrong is said at once, at the fields and in the summary, and what was typed is kept", async () => {
  const answer = await pages.post("/s/rooms/sign", {
    kind: "person",
    name: "=Ada",
    mailbox: "no address",
    place: 'River"bend',
    lang: "en",
    version: statement.version?.digest ?? "",
  });
  assert.equal(answer.status, 422);
  const page = await signedText(answer);
  for (const field of ["name", "mailbox", "named", "consent"]) {
    assert.ok(page.includes(`<a href="#field-${field}">`), field);
    assert.ok(page.includes(`id="field-${field}-error"`), field);
  }
  assert.ok(page.includes("Please mend 4 things below"));
  assert.ok(page.includes('value="=Ada"'));
  assert.ok(page.includes('value="no address"'));
  assert.ok(page.includes('value="River&quot;bend"'));
});

test("of a text that changed meanwhile, the present one is shown, and consent is asked anew", async () => {
  const answer = await pages.post("/s/rooms/sign", form({ version: "0".repeat(64) }));
  assert.equal(answer.status, 409);
  const page = await signedText(answer);
  assert.ok(page.includes("The text is not the one that was shown to you"));
  assert.ok(!page.includes('href="#field-version"'));
  assert.ok(page.includes(`name="version" value="${statement.version?.digest}"`));
  assert.ok(!/name="consent" value="yes" checked/.test(page));
  assert.ok(page.includes('value="Ada Winter"'));
});

test("the answer is the same whether or not the mailbox has signed", async () => {
  const again = await pages.post("/s/rooms/sign", form());
  assert.equal(again.status, 303);
  const page = await pages.read(again.headers.get("location") ?? "");
  assert.ok(page.includes("Check your mail"));
});

test("an organisation signs with its name, in an institutional capacity", async () => {
  const page = await pages.read("/s/rooms/sign?as=organisation");
  assert.ok(page.includes("Name of the organisation"));
  assert.ok(!page.includes('name="named"'));
  const change = {
    kind: "organisation",
    name: "Riverbend Library",
    mailbox: "desk@library.example",
    representative: "Ada Winter",
    showRepresentative: "yes",
    authority: "director",
    country: "KE",
  };
  const { named: _, capacity: __, ...rest } = form(change);
  assert.equal((await pages.post("/s/rooms/sign", rest)).status, 303);
  const token = await mailedToken(pages.depositary, "desk@library.example", "confirm");
  const shown = await pages.read(`/confirm?token=${token}`);
  assert.ok(shown.includes("represented by <bdi>Ada Winter</bdi>"));
  assert.ok(shown.includes("<bdi>Kenya</bdi>"));
  const { index } = await pages.depositary.signing.confirm({ token });
  const signed = await pages.depositary.statements.signatory(statement.id, index);
  assert.deepEqual([signed?.authority, signed?.country], ["director", "KE"]);
});

test("who did not ask to sign says so, and everything typed is gone", async () => {
  await pages.post("/s/rooms/sign", form({ name: "Cy Other", mailbox: "cy@post.example" }));
  const token = await mailedToken(pages.depositary, "cy@post.example", "confirm");
  const answer = await pages.post("/confirm/decline", { token });
  assert.ok((await signedText(answer)).includes("Thank you for telling us"));
  assert.notEqual((await pages.get(`/confirm?token=${token}`)).status, 200);
});

test("a token that is none is refused in plain words", async () => {
  for (const token of ["", "x", "a.b.c", `${statement.id}.${"A".repeat(43)}`]) {
    const answer = await pages.get(`/confirm?token=${encodeURIComponent(token)}`);
    assert.equal(answer.status, 404);
    const page = await signedText(answer);
    assert.ok(page.includes("That could not be done"), token);
    assert.ok(!/at .*\.ts:\d+/.test(page));
  }
});

test("a form larger than any signature is refused", async () => {
  const answer = await pages.post("/s/rooms/sign", form({ reservation: "x".repeat(70_000) }));
  assert.equal(answer.status, 413);
});

test("terms without unnamed signatures, reservations and people are kept by the form", async () => {
  const strict = await pages.open({
    slug: "strict",
    terms: {
      who: ["person"],
      leastLevel: { organisation: 1, person: 1 },
      reservations: false,
      unnamed: false,
      minimumAge: 0,
      controller: { name: "Friends", contact: "privacy@reading.example" },
      retention: { unconfirmedDays: 14, mailboxDays: 30 },
    },
  });
  const page = await pages.read("/s/strict/sign?as=organisation");
  assert.ok(page.includes("Signatures under this statement are shown with their names."));
  assert.ok(!page.includes('name="named"'));
  assert.ok(!page.includes('name="reservation"'));
  assert.ok(!page.includes("Sign for an organisation instead"));
  assert.ok(page.includes("I agree."));
  const answer = await pages.post("/s/strict/sign", form({ version: strict.version?.digest ?? "" }));
  assert.equal(answer.status, 303);
});

test("a closed statement says so instead of asking", async () => {
  const closed = await pages.open({ slug: "done" });
  await pages.depositary.drafts.close(closed.id);
  assert.ok((await pages.read("/s/done/sign")).includes("Signing is closed"));
  assert.ok(!(await pages.read("/s/done")).includes("Sign this statement"));
  const answer = await pages.post("/s/done/sign", form({ version: closed.version?.digest ?? "" }));
  assert.equal(answer.status, 409);
});

test("an organisation is told that its domain will be shown, and sees which before it signs", async () => {
  const page = await pages.read("/s/rooms/sign?as=organisation");
  assert.ok(page.includes("the domain, such as coalition.example, is then shown beside its name"));
  assert.ok(page.includes("Of an organisation it also publishes the domain of the e-mail address that confirmed"));
  const change = { kind: "organisation", name: "Quay School", mailbox: "office@Quay.example", authority: "head" };
  const { named: _, capacity: __, ...rest } = form(change);
  assert.equal((await pages.post("/s/rooms/sign", rest)).status, 303);
  const token = await mailedToken(pages.depositary, "office@Quay.example", "confirm");
  const shown = await pages.read(`/confirm?token=${token}`);
  assert.ok(shown.includes('Quay School</bdi> <span class="beside">(<bdi>quay.example</bdi>)</span>'));
  const { manageUrl } = await pages.depositary.signing.confirm({ token });
  const manage = await pages.read(new URL(manageUrl).pathname + new URL(manageUrl).search);
  assert.ok(manage.includes("(<bdi>quay.example</bdi>)"));
});

test("an organisation that signs from a mail service, or by a look-alike, is told what to do, and keeps what it typed", async () => {
  const change = { kind: "organisation", name: "Quay Readers", authority: "chair" };
  const { named: _, capacity: __, ...rest } = form(change);
  const refused = async (mailbox: string) => {
    const answer = await pages.post("/s/rooms/sign", { ...rest, mailbox });
    assert.equal(answer.status, 422);
    return await answer.text();
  };
  const free = await refused("quayreaders@gmail.com");
  assert.ok(free.includes("Anybody can have a mailbox at gmail.com"));
  assert.ok(free.includes('value="quayreaders@gmail.com"'));
  assert.ok(free.includes('value="Quay Readers"'));
  const alike = await refused("office@qu\u0430y.example");
  assert.ok(alike.includes("the letter “\u0430” is Cyrillic and the others are Latin"));
});

test("an organisation without a domain of its own says so, and is told what is missing once its address is confirmed", async () => {
  const page = await pages.read("/s/rooms/sign?as=organisation");
  assert.ok(page.includes("Our organisation has no domain of its own"));
  const change = {
    kind: "organisation",
    name: "Quay Strollers",
    mailbox: "strollers@gmail.com",
    authority: "Chair",
    noDomain: "yes",
  };
  const { named: _, capacity: __, ...rest } = form(change);
  assert.equal((await pages.post("/s/rooms/sign", rest)).status, 303);
  const token = await mailedToken(pages.depositary, "strollers@gmail.com", "confirm");
  const answer = await (await pages.post("/confirm", { token })).text();
  assert.ok(answer.includes("One step more"));
  assert.ok(answer.includes("another one whose domain is proved has to vouch for it"));
  assert.ok(answer.includes("Take it back"));
  // Looking again, as a mail scanner does, changes nothing.
  assert.ok((await pages.read(`/confirm?token=${token}`)).includes("One step more"));
  assert.ok((await (await pages.post("/confirm/decline", { token })).text()).includes("has been deleted"));
  assert.equal((await pages.get(`/confirm?token=${token}`)).status, 404);
});

test("what a statement asks for beyond a mail is said on the letter and the form, in sentences", async () => {
  const { terms } = makeDraft();
  const leastLevel = { organisation: 3, person: 3 } as const;
  await pages.open({ slug: "asking", terms: { ...terms, leastLevel, invited: true, review: true } });
  const letter = await pages.read("/s/asking");
  for (const words of [
    "its own domain or website says",
    "has named them as its own",
    "Only those who were invited",
    "look at each",
  ]) {
    assert.ok(letter.includes(words), words);
  }
  const person = await pages.read("/s/asking/sign?as=person");
  assert.ok(person.includes("has named them as its own"));
  assert.ok(!person.includes("its own domain or website says"));
  assert.ok(!/level [1-4]/i.test(person));
  assert.ok(!(await pages.read("/s/asking/sign?as=organisation")).includes("has no domain of its own"));
  const statement = await pages.depositary.statements.find("asking");
  const uninvited = { ...form(), version: statement?.version?.digest ?? "" };
  const asked = await pages.post("/s/asking/sign", uninvited);
  assert.match(
    asked.headers.get("Location") ?? "",
    /^\/s\/asking\/sign\/sent\?/,
    "only the mail says who was not invited",
  );
});

const ARABIC = `# افتحوا قاعات القراءة

قاعة القراءة هي المكان الذي تلتقي فيه المدينة بعقلها.

## ما نطلبه

- افتحوا كل قاعة يوم الأحد.
- ودفّئوها في الشتاء.
`;

test("under a statement in two languages an organisation gives its name in both, and sees both lines before it signs", async () => {
  const texts = [
    { lang: "en", markdown: MARKDOWN, authentic: true },
    { lang: "ar", markdown: ARABIC, authentic: true },
  ];
  const two = await pages.open({ slug: "two", texts });
  const change = {
    kind: "organisation",
    name: "Riverbend Library",
    "names.ar": "مكتبة ريفربند",
    representative: "Cleo Marsh",
    authority: "director",
    mailbox: "post@two.example",
    version: two.version?.digest ?? "",
  };
  const { named: _, capacity: __, ...rest } = form(change);
  const refused = await pages.post("/s/two/sign", { ...rest, "names.ar": "=1+1" });
  assert.equal(refused.status, 422);
  assert.ok((await signedText(refused)).includes("Name in another language: it may not begin with"));
  assert.equal((await pages.post("/s/two/sign", rest)).status, 303);
  const token = await mailedToken(pages.depositary, "post@two.example", "confirm");
  const shown = await pages.read(`/confirm?token=${token}`);
  assert.ok(shown.includes('<bdi class="name">Riverbend Library</bdi>'));
  assert.ok(
    shown.includes(
      '<bdi class="name">مكتبة ريفربند</bdi> <span class="beside own">· <bdi>Riverbend Library</bdi></span>',
    ),
  );
  assert.ok(shown.includes("Its <bdi>director</bdi> declared authority to sign."));
  assert.ok(!shown.includes("Cleo Marsh"));
  await pages.depositary.signing.confirm({ token });
  assert.ok((await pages.read("/s/two/ar")).includes('<bdi class="name">مكتبة ريفربند</bdi>'));
  assert.ok(!(await pages.read("/s/two/signatories")).includes("Cleo Marsh"));
});

test("an organisation says in which role somebody may sign for it; a person has no country to give", async () => {
  const { named: _, capacity: __, ...rest } = form({ kind: "organisation", name: "Quay", mailbox: "a@quay.example" });
  const answer = await pages.post("/s/rooms/sign", rest);
  assert.equal(answer.status, 422);
  assert.ok((await signedText(answer)).includes("Please say in which role you may sign for the organisation."));
  const person = { kind: "person", name: "Bo", mailbox: "bo@post.example", capacity: "personal", named: true } as const;
  const input = { ...person, country: "KE", consent: true, lang: "en", version: statement.version?.digest ?? "" };
  assert.throws(() => checkSignature(input), { field: "country", message: /only an organisation has it/ });
});
