import type { UnreadReason } from "@undersigned/core/compare/copy.ts";
import type { CopyClaims } from "@undersigned/core/compare/copy-report.ts";
import type { Candidate } from "@undersigned/core/compare/judge-copy.ts";
import { judgeCopy } from "@undersigned/core/compare/judge-copy.ts";
import { plainText } from "@undersigned/core/statement/inline.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import type { Checks, KeptCheck } from "@undersigned/server/depositary/checks.ts";
import type { StatementView } from "@undersigned/server/depositary/statements.ts";
import type { Versions } from "@undersigned/server/depositary/versions.ts";
import { plainCopy } from "../../tests/plain-copy.ts";

/*
 * Copies of the invented statement, each compared by the program’s own rules; for looking at pages of checks.
 */

const MADE = Date.UTC(2026, 11, 9, 10, 30);
const DAY = 86_400_000;

type Copy = {
  readonly lang: string;
  readonly words: string;
  readonly unread?: readonly { readonly why: UnreadReason; readonly where: string }[];
  readonly claims?: CopyClaims;
};

/** A newspaper’s way of putting a text: bullets, no numbers in the margin. */
function publish({ title, blocks }: Text): string {
  const lines = blocks.map((block) => `${block.kind === "item" ? "- " : ""}${plainText(block.inlines)}`);
  return [plainText(title), ...lines].join("\n\n");
}

const CLAIMS: CopyClaims = {
  signatories: ["Riverbend Library Union", "Chess Club of the Moon"].map((name) => ({ name, start: 0, end: 1 })),
  complete: false,
  says: { text: "amongst others", start: 0, end: 1 },
  claimed: { count: 1500, text: "signed by more than 1,500 organisations", start: 0, end: 1 },
};

const BEFORE = "An appeal for benches\n\nThe letter that everybody talks about, in full:\n\n";
const AFTER = "\n\nRead more about our towns every Saturday.";

/** By the token of its page, copies made of the newest text and of the one before. */
function copiesOf(newest: Text, first: Text, arabic: Text): Readonly<Record<string, Copy>> {
  const whole = publish(newest);
  const cut = (words: string, piece: string, put = "") => {
    if (!words.includes(piece)) throw new Error(`the sample has no “${piece}”`);
    return words.replace(piece, put);
  };
  const altered = cut(
    cut(cut(whole, "has become hard to", "is hard to"), "We ask for nothing grand.", "We ask for something grand."),
    "- That the list of seats be public, with the day on which each was last looked at.\n\n",
  );
  const [demand, quotation] = ["by the spring of 2028", "\n\nA bench is the smallest public building there is."];
  return {
    identical: { lang: "en", words: whole },
    faithful: { lang: "en", words: `${BEFORE}${whole}${AFTER}`, claims: CLAIMS },
    excerpt: { lang: "en", words: `${BEFORE}${whole.split("\n\n").slice(1, 5).join("\n\n")}${AFTER}` },
    altered: { lang: "en", words: `${BEFORE}${altered}${AFTER}`, claims: CLAIMS },
    mixed: {
      lang: "en",
      words: cut(cut(publish(first), "by the summer of 2029", demand), "from a seat.", "from a seat with a back."),
    },
    superseded: { lang: "en", words: `${BEFORE}${publish(first)}` },
    unrelated: { lang: "en", words: "Recipe for a soup\n\nTake three leeks and wash them well.\n\nBoil them." },
    inconclusive: {
      lang: "en",
      words: `${BEFORE}${whole}`,
      unread: [
        { why: "picture", where: "after “What we ask”" },
        { why: "font", where: "“Benchmark Sans”" },
      ],
    },
    "altered-ar": {
      lang: "ar",
      words: `قالت الصحيفة\n\n${cut(publish(arabic), "من غير أن يشتري شيئًا", "إلا إذا اشترى شيئًا")}`,
    },
    quoted: { lang: "en", words: cut(whole, quotation) },
  };
}

/** Checks that are made of samples when they are asked for; nothing is kept. */
export function sampleChecks(versions: Versions, statementAt: () => StatementView): Checks {
  async function find(token: string): Promise<KeptCheck | null> {
    const texts = await Promise.all(
      [2, 1].flatMap((number) => ["en", "ar"].map((lang) => readCandidate(versions, number, lang))),
    );
    const [newest, arabic, first] = texts.map(({ text }) => text);
    if (newest === undefined || arabic === undefined || first === undefined) return null;
    const copies = copiesOf(newest, first, arabic);
    const copy = Object.hasOwn(copies, token) ? copies[token] : undefined;
    return copy === undefined ? null : checkOf(copy, texts, statementAt());
  }
  const published = async (id: string) => {
    const check = await find(id);
    return check && { ...check, expiresAt: null, published: { id, at: MADE } };
  };
  return {
    make: async () => ({ token: "altered", check: (await find("altered")) as KeptCheck }),
    find,
    findPublished: published,
    publish: async (token) => (await published(token)) as KeptCheck,
    unpublish: async (token) => (await find(token)) as KeptCheck,
  };
}

async function readCandidate(versions: Versions, version: number, lang: string): Promise<Candidate> {
  const view = await versions.text("", version, lang);
  if (view === null) throw new Error(`the sample has no version ${version} in ${lang}`);
  const demands = version === 2 ? [8, 9, 10] : [7, 8, 9];
  const names = ["Riverbend Library Union", "Wardens of the Lower River", "Society of the Old Quay"];
  return { text: view.text, demands, names, version, lang, standing: "authentic", newest: version === 2 };
}

function checkOf(
  { words, unread = [], claims }: Copy,
  texts: readonly Candidate[],
  statement: StatementView,
): KeptCheck {
  const { candidate, report } = judgeCopy(texts, plainCopy(words, { unread: [...unread] }), claims ?? null);
  const { id, slug, url } = statement;
  const count = { total: 1204, organisations: 214, people: 990, named: 594, unnamed: 610 };
  const then = { total: 911, organisations: 160, people: 751, named: 470, unnamed: 441 };
  const checked = candidate && {
    statement: { id, slug, url, title: plainText(candidate.text.title) },
    ...{ version: candidate.version, newestVersion: 2, lang: candidate.lang, standing: candidate.standing },
  };
  const source = { kind: "html", sha256: "5e".repeat(32), bytes: words.length } as const;
  const nothing = {
    blocks: [],
    standfirst: null,
    framing: [],
    demands: [],
    initiators: [],
    signatories: [],
    dates: [],
  };
  return {
    madeAt: MADE,
    expiresAt: MADE + 30 * DAY,
    published: null,
    checked,
    copy: {
      ...{ ...source, text: words, name: null, fetchedAt: MADE, date: { day: "2026-12-04", from: "metadata" } },
      address: { given: "https://herald.example/benches", final: "https://herald.example/benches" },
    },
    report,
    labelled: { source, lang: "en", title: null, signatoriesComplete: null, warnings: [], ...nothing },
    counts:
      checked === null
        ? null
        : {
            claimed: claims?.claimed ?? null,
            onDay: { ...then, day: "2026-12-04", publishedAt: MADE, size: 930, versions: [] },
            now: count,
          },
  };
}
