import { membersOf } from "./counts.ts";
import { readJson } from "./listing.ts";
import type { Visiting } from "./visiting.ts";
import { originOf } from "./visiting.ts";
import type { SignatoryName } from "./watched.ts";

const PAGE_LIMIT = 4_194_304;
const PAGE_LENGTH = 200;

type Range = {
  /** Indices of signatures, from and up to (exclusive). */
  readonly from: number;
  readonly to: number;
  /** Earlier signatures that were given again, and may now name another domain. */
  readonly again: readonly number[];
};

/**
 * Organisations that the site lists with a domain. Nobody has signed the list: each name has to be proved.
 * @throws RefusedError `unavailable`
 */
export async function readListedNames(visiting: Visiting, id: string, range: Range): Promise<SignatoryName[]> {
  const names: SignatoryName[] = [];
  let after = range.from - 1;
  while (after < range.to - 1) {
    const page = await readPage(visiting, id, after, PAGE_LENGTH);
    if (page === null) break;
    names.push(...page.names.filter(({ index }) => index < range.to));
    // A page that does not lead on would keep us for ever.
    if (page.next === null || page.next <= after) break;
    after = page.next;
  }
  for (const index of range.again.filter((one) => one < range.from)) {
    const page = await readPage(visiting, id, index - 1, 1);
    names.push(...(page?.names ?? []).filter((name) => name.index === index));
  }
  return names;
}

type Page = { readonly names: SignatoryName[]; readonly next: number | null };

async function readPage(visiting: Visiting, id: string, after: number, length: number): Promise<Page | null> {
  const cursor = after < 0 ? "" : `&cursor=${after}`;
  const path = `/api/v1/statements/${id}/signatories?kind=organisation&limit=${length}${cursor}`;
  const bytes = await visiting.site.read(path, PAGE_LIMIT);
  const answer = bytes === null ? null : readJson(bytes);
  if (answer === null || !Array.isArray(answer.items)) {
    const statement = originOf(visiting, id);
    visiting.found(
      "unreadable",
      `The list of who signed ${statement} cannot be read, so nobody can be looked for in it.`,
      {
        statement,
        about: "signatories",
      },
    );
    return null;
  }
  const names = answer.items.flatMap((item): SignatoryName[] => {
    const { index, name, domain } = membersOf(item) ?? {};
    if (typeof index !== "number" || typeof name !== "string" || typeof domain !== "string") return [];
    return [{ index, name, domain }];
  });
  const next = typeof answer.next === "string" && /^[0-9]{1,15}$/.test(answer.next) ? Number(answer.next) : null;
  return { names, next };
}
