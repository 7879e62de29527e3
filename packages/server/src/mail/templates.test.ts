import assert from "node:assert/strict";
import { test } from "node:test";
import type { MailTemplate } from "./templates.ts";
import { receiptIndex, renderMail, withoutTokens } from "./templates.ts";

const identity = { baseUrl: "https://sign.example.org", origin: "sign.example.org" };
const title = "For clean air {in} <b>all</b> 'our' cities";
const to = "anna@example.org";
const mails: MailTemplate[] = [
  { template: "confirm", to, params: { title, token: "st.TOKEN", code: "ABCD2345", expires: Date.UTC(2026, 10, 23) } },
  { template: "already-signed", to, params: { title, token: "st.TOKEN" } },
  { template: "not-invited", to, params: { title, name: "Friends of Air", contact: "air@example.org" } },
  { template: "waiting", to, params: { title, until: Date.UTC(2026, 10, 23), token: "st.TOKEN" } },
  { template: "waiting-ended", to, params: { title, why: "time", reason: null } },
  { template: "waiting-ended", to, params: { title, why: "refused", reason: "We do not know this name." } },
  {
    template: "signed",
    to,
    params: { title, statementUrl: "https://sign.example.org/s/air", pending: "st.7", index: 7, token: "st.TOKEN" },
  },
  {
    template: "missing",
    to,
    params: { title, domain: "reading.example", what: "There is no TXT record.", token: "st.TOKEN" },
  },
  { template: "manage-link", to, params: { title, token: "st.TOKEN" } },
  { template: "withdrawn", to, params: { title, kind: "person", pending: "st.7", index: 7, token: "st.TOKEN" } },
  { template: "withdrawn", to, params: { title, kind: "organisation", pending: "st.7", index: 7, token: "st.TOKEN" } },
  {
    template: "removed",
    to,
    params: {
      title,
      kind: "person",
      reason: "duplicate",
      explanation: "See entry 4.",
      pending: "st.7",
      index: 7,
      token: "st.TOKEN",
    },
  },
  { template: "erased", to, params: { title, kind: "person", pending: "st.7", index: 7, token: "st.TOKEN" } },
  {
    template: "anonymised",
    to,
    params: { title, kind: "person", own: true, pending: "st.7", index: 7, token: "st.TOKEN" },
  },
  {
    template: "correction",
    to,
    params: {
      title,
      lang: "fr",
      block: 3,
      note: "Read “la ville”.",
      words: "Une ville",
      until: Date.UTC(2026, 11, 4),
      controller: { name: "Friends", contact: "privacy@reading.example" },
      token: "st.TOKEN",
    },
  },
  ...(["approval", "vouch", "naming"] as const).flatMap((kind): MailTemplate[] => [
    {
      template: "asked",
      to,
      params: {
        kind,
        title,
        organisation: "Library of X",
        of: kind === "vouch" ? "Library of Y" : null,
        slug: "air",
        token: "st.TOKEN",
        code: "ABCD2345",
        expires: Date.UTC(2026, 11, 4),
      },
    },
    {
      template: "answered",
      to,
      params: { kind, title, who: "b@x.example", yes: true, linked: true, token: "st.TOKEN" },
    },
    { template: "answered", to, params: { kind, title, who: "b@x.example", yes: false, linked: false, token: null } },
  ]),
  ...[0, 2].map(
    (reminders): MailTemplate => ({
      template: "invitation",
      to,
      params: {
        title,
        initiators: ["Friends", "Union"],
        name: "Library of X",
        contact: reminders === 0 ? "Ada" : undefined,
        closes: reminders === 0 ? Date.UTC(2026, 11, 4) : null,
        reminders,
        token: "st.TOKEN",
      },
    }),
  ),
  { template: "sign-in-code", to, params: { code: "ABCD2345" } },
  {
    template: "account-invitation",
    to,
    params: { inviter: "Ada", role: "checker", token: "TOKEN", expires: Date.UTC(2026, 11, 4) },
  },
];

for (const mail of mails) {
  test(`${mail.template}: its links are in its text, and gone once tokens are wiped`, () => {
    const rendered = renderMail(mail, identity);
    for (const link of rendered.links) assert.ok(rendered.text.includes(`${link}\n`), link);
    assert.match(rendered.text, /\n--\nsign\.example\.org\nhttps:\/\/sign\.example\.org\n$/);
    if (mail.template !== "sign-in-code" && mail.template !== "account-invitation") {
      assert.ok(rendered.subject.includes(title), rendered.subject);
      assert.ok(rendered.text.includes(`“${title}”`));
    }
    const kept = withoutTokens(mail);
    assert.equal(kept.template, mail.template);
    assert.doesNotMatch(JSON.stringify(kept), /TOKEN|ABCD2345/);
    const wiped = renderMail(kept, identity);
    assert.deepEqual(wiped.links, []);
    assert.doesNotMatch(JSON.stringify(wiped), /TOKEN|ABCD/);
  });
}

test("only an invitation bears an address to unsubscribe, and none once its token is wiped", () => {
  for (const mail of mails) {
    const { unsubscribe } = renderMail(mail, identity);
    const address = "https://sign.example.org/invited/unsubscribe?token=st.TOKEN";
    assert.equal(unsubscribe, mail.template === "invitation" ? address : null);
    assert.equal(renderMail(withoutTokens(mail), identity).unsubscribe, null);
  }
});

test("the confirmation mail gives the link, the code in two groups, and until when", () => {
  const [first] = mails;
  assert.ok(first);
  const { text, links } = renderMail(first, identity);
  assert.deepEqual(links, ["https://sign.example.org/confirm?token=st.TOKEN"]);
  assert.match(text, /ABCD 2345/);
  assert.match(text, /23 November 2026/);
  assert.match(text, /Not you\? Do nothing: nothing is counted or published\./);
});

test("the signed mail gives the manage link and the receipt", () => {
  const signed = mails.find(({ template }) => template === "signed");
  assert.ok(signed);
  assert.deepEqual(renderMail(signed, identity).links, [
    "https://sign.example.org/manage?token=st.TOKEN",
    "https://sign.example.org/api/v1/receipts/st.7?token=st.TOKEN",
  ]);
});

test("a mail says whether its receipt is attached, to be fetched, or gone", () => {
  for (const mail of mails.filter((one) => receiptIndex(one) !== null)) {
    assert.match(
      renderMail(mail, identity, { file: "receipt-air.json" }).text,
      /is attached: the file receipt-air\.json/,
    );
    assert.doesNotMatch(renderMail(mail, identity).text, /attached/);
    const gone = renderMail(mail, identity, "gone");
    assert.match(gone.text, /No receipt is attached/);
    assert.ok(!gone.links.some((link) => link.includes("/receipts/")));
  }
});

test("a title cannot add a header or turn the direction of the subject", () => {
  const mail: MailTemplate = {
    template: "already-signed",
    to,
    params: { title: "x\r\nBcc: all@example.org\u2028y\u202Ez\u0000", token: "t" },
  };
  const { subject } = renderMail(mail, identity);
  assert.equal(subject, "You have already signed: x Bcc: all@example.org y z");
});
