import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import { TEXT_LIMIT } from "@undersigned/core/statement/text.ts";
import { splitTitle } from "@undersigned/core/statement/title-and-body.ts";
import type { Labelled } from "@undersigned/importer/labelled.ts";
import type { Store } from "@undersigned/store/engine.ts";
import type { TextImportRow } from "@undersigned/store/text-imports.ts";
import {
  deleteTextImport,
  findTextImport,
  insertTextImport,
  listTextImports,
  updateTextImport,
} from "@undersigned/store/text-imports.ts";
import type { BroughtIn, Reading } from "../reading/reading.ts";
import type { Secrets } from "../secrets.ts";
import type { Draft, Drafts } from "./drafts.ts";
import type { RefusedField } from "./field-problems.ts";
import { FieldsRefusedError } from "./field-problems.ts";
import type { FetchSource, GivenSource, SourceOrigin } from "./given-source.ts";
import { givenBytes } from "./given-source.ts";
import { importQuestions } from "./import-questions.ts";
import type { ImportChoices, Imports, ListedImport, TextImport } from "./imports.ts";
import { IMPORT_BLOCKS, IMPORT_DAYS, IMPORT_LIMIT, IMPORTS_AT_ONCE } from "./imports.ts";
import { openImportChoices, openImportSource, sealImportChoices, sealImportSource } from "./kept-imports.ts";
import { randomBytes } from "./random.ts";
import { base32, formatOrdered } from "./signing-tokens.ts";

type Deps = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly drafts: Pick<Drafts, "defaults" | "create" | "discard">;
  readonly sources: Pick<Reading, "bringIn" | "compose">;
  readonly fetchPage: FetchSource;
  readonly clock: () => number;
};

const DAY = 86_400_000;
const IMPORT_ID = /^[a-z2-7]{21}$/;

export function createImports(deps: Deps): Imports {
  const { store, secrets, sources, clock } = deps;
  const expiry = () => clock() + IMPORT_DAYS * DAY;

  async function read(source: GivenSource): Promise<BroughtIn & { readonly origin: SourceOrigin }> {
    const { bytes, hints, origin } = await givenBytes(source, deps.fetchPage);
    if (bytes.length > IMPORT_LIMIT) throw refuseSize(bytes.length);
    return { ...(await sources.bringIn(bytes, hints)), origin };
  }

  async function findRow(accountId: string, id: string): Promise<TextImportRow | null> {
    return IMPORT_ID.test(id) ? await findTextImport(store, accountId, id) : null;
  }

  async function find(accountId: string, id: string): Promise<TextImport | null> {
    const row = await findRow(accountId, id);
    if (row === null) return null;
    const { extracted, labelled } = openImportSource(secrets, row);
    const { origin, lang, settled, roles } = openImportChoices(secrets, row);
    const choices = { lang, settled, roles: labelled.blocks.map(({ role }, at) => roles[at] ?? role) };
    return {
      ...{ id, createdAt: row.created_at, expiresAt: row.expires_at, origin, extracted, labelled, choices },
      ...(await sources.compose({ extracted, labelled }, choices.roles)),
      questions: importQuestions(extracted, labelled),
    };
  }

  return {
    label: async (source) => (await read(source)).labelled,
    async begin(source, { id: account_id }) {
      if ((await listTextImports(store, account_id)).length >= IMPORTS_AT_ONCE) throw refuseMore();
      const { extracted, labelled, origin } = await read(source);
      if (labelled.blocks.length > IMPORT_BLOCKS) throw refuseBlocks(labelled.blocks.length);
      const place = { account_id, id: makeImportId(clock()) };
      const choices = { ...firstChoices(labelled), origin, title: labelled.title ?? "" };
      await insertTextImport(store, {
        ...{ ...place, created_at: clock(), expires_at: expiry() },
        source_sealed: sealImportSource(secrets, place, { extracted, labelled }),
        choices_sealed: sealImportChoices(secrets, place, choices),
      });
      return place.id;
    },
    async list({ id: accountId }) {
      const rows = await listTextImports(store, accountId);
      return rows.map((row): ListedImport => {
        const { origin, title } = openImportChoices(secrets, row);
        return { id: row.id, createdAt: row.created_at, expiresAt: row.expires_at, origin, title };
      });
    },
    find: ({ id: accountId }, id) => find(accountId, id),
    async choose({ id: accountId }, id, choices) {
      const row = await findRow(accountId, id);
      if (row === null) throw refuseGone();
      const { origin } = openImportChoices(secrets, row);
      const title = titleOf(openImportSource(secrets, row).labelled, choices);
      const choices_sealed = sealImportChoices(secrets, row, { ...choices, origin, title });
      if (!(await updateTextImport(store, { ...row, choices_sealed, expires_at: expiry() }))) throw refuseGone();
    },
    async use(account, id) {
      const found = await find(account.id, id);
      if (found === null) throw refuseGone();
      refuseUnready(found);
      const statement = await deps.drafts.create(withImported(await deps.drafts.defaults(), found), account);
      // Of two that press the button at once, one makes the draft.
      if (await deleteTextImport(store, account.id, id)) return statement;
      await deps.drafts.discard(statement.id);
      throw refuseGone();
    },
    async discard({ id: accountId }, id) {
      await deleteTextImport(store, accountId, id);
    },
  };
}

/** Sorts by time; 70 random bits, though only its own account finds it. */
function makeImportId(now: number): string {
  return formatOrdered(Math.floor(now / 1000), 7) + base32(randomBytes(14));
}

function firstChoices({ blocks, lang }: Labelled): ImportChoices {
  return { roles: blocks.map(({ role }) => role), lang: lang ?? "", settled: [] };
}

function titleOf({ blocks }: Labelled, { roles }: ImportChoices): string {
  return blocks[roles.indexOf("headline")]?.text ?? "";
}

/** Nothing becomes a draft unreviewed, or without words. */
function refuseUnready({ choices, questions, statement }: TextImport): void {
  const problems: RefusedField[] = questions
    .filter(({ key }) => !choices.settled.includes(key))
    .map(({ key }) => ({ field: `settled.${key}`, message: "Look at this, and tick that you did." }));
  if (choices.lang === "") problems.push({ field: "lang", message: "Choose the language of the text." });
  if (splitTitle(statement.markdown).body.trim() === "") {
    problems.push({
      field: "blocks",
      message: "Nothing but a title would be part of the statement. Make at least one block a paragraph.",
    });
  }
  const size = encodeUtf8(statement.markdown.toWellFormed()).length;
  if (size > TEXT_LIMIT) {
    problems.push({
      field: "blocks",
      message: `The statement would have ${size} bytes, and a text has at most ${TEXT_LIMIT}. Leave out what does not belong to it.`,
    });
  }
  if (problems.length > 0) throw new FieldsRefusedError(problems);
}

/** A new draft with the words and demands that were chosen. Who initiates and who signed is nobody's to say but people's. */
function withImported(defaults: Draft, { choices, statement }: TextImport): Draft {
  return {
    ...defaults,
    texts: [{ lang: choices.lang, markdown: statement.markdown.toWellFormed(), authentic: true }],
    demands: statement.demands.map(({ block, addressees }) => ({ block, addressees: [...addressees] })),
  };
}

function refuseSize(size: number): MalformedError {
  return new MalformedError(
    "too_large",
    `This has ${size} bytes, and at most ${IMPORT_LIMIT} are read. Take out its pictures, or copy the text and paste it.`,
  );
}

function refuseBlocks(count: number): MalformedError {
  return new MalformedError(
    "too_large",
    `This has ${count} paragraphs and lines, and at most ${IMPORT_BLOCKS} can be looked at here. Bring only the part that holds the statement.`,
  );
}

function refuseMore(): RefusedError {
  return new RefusedError(
    "wrong_state",
    `You have ${IMPORTS_AT_ONCE} texts under review, which is as many as are kept. Use one of them or throw one away, then bring this one.`,
  );
}

function refuseGone(): RefusedError {
  return new RefusedError(
    "not_found",
    `This text is not here any more: it became a draft, was thrown away, or ${IMPORT_DAYS} days are over. Bring it again.`,
  );
}
