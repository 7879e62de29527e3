import type { Verdict } from "../packages/core/src/compare/copy-report.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { makeDraft } from "./depositary.ts";

/*
 * A statement in two versions, and copies of it that others have published: one for each verdict.
 */

const SECOND = `# Open the reading rooms

Reading rooms are where a town meets its own mind. They shall not be closed because they cost something.

In the last ten years one reading room in three has gone from our towns, and nobody wrote down who had sat there.

## What we ask

- That every reading room be open on Sundays from nine to five.
- That they be heated in winter as town halls are.
- That those who keep them be paid as those who keep the accounts.

We for our part will lend our shelves, our hands and our quiet to every town that asks for them.

We ask for nothing grand. We ask for somewhere to read.
`;
const FIRST = SECOND.replace("open on Sundays from nine to five", "open on Saturdays from ten to four").replace(
  "lend our shelves, our hands and our quiet to every town",
  "lend our shelves to every town",
);

/** The words as a newspaper’s page has them. */
const WORDS = plain(SECOND);
const BEFORE = "An appeal for books\n\nThe letter that everybody talks about, in full:\n\n";
const AFTER = "\n\nMore about our towns every Saturday.\n";

function plain(markdown: string): string {
  return markdown.replaceAll(/^#+ /gm, "").trim();
}

/** Fails when there is no such piece: a copy that is not altered would show nothing. */
function cut(words: string, piece: string, put = ""): string {
  if (!words.includes(piece)) throw new Error(`the copy has no “${piece}”`);
  return words.replace(piece, put);
}

/** By verdict, what is pasted. */
export const COPIES: Readonly<Record<Verdict, string>> = {
  identical: WORDS,
  faithful: `${BEFORE}${WORDS}${AFTER}`,
  excerpt: `${BEFORE}${WORDS.split("\n\n").slice(1, 3).join("\n\n")}${AFTER}`,
  altered: `${BEFORE}${cut(cut(WORDS, " not be closed", " be closed"), "\n- That they be heated in winter as town halls are.")}${AFTER}`,
  mixed: `${BEFORE}${cut(WORDS, "our shelves, our hands and our quiet to", "our shelves to")}${AFTER}`,
  superseded: `${BEFORE}${plain(FIRST)}${AFTER}`,
  unrelated: "Soup for two\n\nTake three leeks and wash them well.\n\nBoil them in as little water as will cover them.",
  inconclusive: `${BEFORE}${WORDS}`,
};

/** The same as a page: a picture stands in it, and nobody knows what is on it. */
export const WITH_PICTURE = `${BEFORE}${WORDS}`
  .split("\n\n")
  .map((words) => `<p>${words.replaceAll("\n", "<br>")}</p>`)
  .join("\n")
  .replace("<p>What we ask", '<p><img src="demands.png" alt=""></p>\n<p>What we ask');

/** Opens the statement, and then its second version. */
export async function openCopied(depositary: Depositary, slug: string): Promise<StatementView> {
  const demands = [4, 5, 6].map((block) => ({ block, addressees: ["Town Council"] }));
  const texts = (markdown: string) => [{ lang: "en", markdown, authentic: true }];
  const draft = await depositary.drafts.create(makeDraft({ slug, texts: texts(FIRST), demands }));
  const { id } = await depositary.drafts.open(draft.id);
  const next = { ...(await depositary.nextVersions.begin(id)), texts: texts(SECOND) };
  await depositary.nextVersions.replace(id, next);
  const preview = await depositary.nextVersions.preview(id, next);
  return depositary.nextVersions.open(id, preview.version?.digest ?? "");
}
