import type { ListRow } from "./read-list.ts";

/** What a column of a list holds; "none" is not looked at. */
export const MEANINGS = ["mailbox", "name", "lang", "contact", "none"] as const;
export type Meaning = (typeof MEANINGS)[number];

/** How the columns of a list are read. */
export type Columns = {
  /** Of each column, from the left. At most one of each but "none". */
  readonly meanings: readonly Meaning[];
  /** The first row names the columns, and invites nobody. */
  readonly hasHeader: boolean;
};

/** Words that columns are headed by, in English, German, French and Spanish, folded; the earlier ones are surer. */
const WORDS: Readonly<Record<Exclude<Meaning, "none">, readonly string[]>> = {
  mailbox: [
    ..."email mail emailaddress mailaddress mailbox emailadresse mailadresse epost epostadresse courriel".split(" "),
    ..."adresseemail adressemail adresseelectronique adressecourriel correo correoelectronico direcciondecorreo".split(
      " ",
    ),
    ..."direccionelectronica adressdemessagerie".split(" "),
  ],
  name: [
    ..."organisation organization organisationname organizationname nameoftheorganisation nameoftheorganization".split(
      " ",
    ),
    ..."organisationsname nameorganisation namederorganisation verein verband vereinsname verbandsname einrichtung firma".split(
      " ",
    ),
    ..."institution association ong ngo company group associationname nomdelorganisation nomorganisation".split(" "),
    ..."nomdelassociation structure collectif organisme organizacion nombredelaorganizacion nombreorganizacion".split(
      " ",
    ),
    ..."entidad asociacion institucion empresa colectivo".split(" "),
    ..."name nom nombre".split(" "),
  ],
  lang: [..."language lang sprache langue idioma lengua locale languagecode sprachcode".split(" ")],
  contact: [
    ..."contact contactname contactperson contactpersonname kontakt kontaktperson ansprechpartner ansprechperson".split(
      " ",
    ),
    ..."ansprechpartnerin personnedecontact nomducontact interlocuteur contacto personadecontacto nombredecontacto".split(
      " ",
    ),
    ..."fullname yourname person vollername ihrname nomcomplet votrenom nombrecompleto sunombre representative vertreter".split(
      " ",
    ),
  ],
};

/** A cell that looks like one or more mailboxes. */
const MAILBOX_LIKE = /[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+/;
/** Characters of a cell in which one is looked for: in a longer one the search would take its square. */
const CELL_LIMIT = 500;
const LOOKED_AT = 200;

/**
 * What the columns most likely hold: by the words of the first row; of the mailbox also by which column holds most of them;
 * of the name also by which column beside it is filled most. It is shown before anything is done with it.
 */
export function matchColumns(rows: readonly ListRow[]): Columns {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const first = rows[0]?.cells ?? [];
  const meanings: Meaning[] = Array.from({ length: width }, () => "none");
  const isMailboxRow = first.some(isMailboxLike);
  const headed = isMailboxRow ? false : matchHeader(first, meanings);
  // Names alone, whose first is no mailbox and no known word: whether it is a header nobody can say. Then it is not.
  const hasHeader = headed || (!isMailboxRow && rows.slice(1).some(holdsMailbox));
  const body = rows.slice(hasHeader ? 1 : 0, LOOKED_AT);
  matchMailbox(body, meanings);
  matchName(body, meanings);
  return { meanings, hasHeader };
}

function holdsMailbox({ cells }: ListRow): boolean {
  return cells.some(isMailboxLike);
}

function isMailboxLike(cell: string): boolean {
  return cell.length <= CELL_LIMIT && MAILBOX_LIKE.test(cell);
}

/** Gives each meaning the column whose heading says it most surely. @returns whether any heading was understood */
function matchHeader(first: readonly string[], meanings: Meaning[]): boolean {
  const folded = first.map(foldHeading);
  for (const meaning of ["mailbox", "contact", "lang", "name"] as const) {
    const word = WORDS[meaning].find((one) => folded.some((heading, at) => heading === one && meanings[at] === "none"));
    const exact =
      word === undefined ? -1 : folded.findIndex((heading, at) => heading === word && meanings[at] === "none");
    const column =
      exact === -1 ? folded.findIndex((heading, at) => meanings[at] === "none" && leans(heading, meaning)) : exact;
    if (column !== -1) meanings[column] = meaning;
  }
  return meanings.some((meaning) => meaning !== "none");
}

/** Headings of web forms are sentences: "What is the e-mail address of your organisation?" */
function leans(heading: string, meaning: Exclude<Meaning, "none">): boolean {
  if (meaning === "mailbox") return /e?mail|courriel|correoe/.test(heading);
  if (meaning === "name")
    return /organi[sz]a[ct]i|verein|verband|asociacion|entidad/.test(heading) && !/mail|courriel|correo/.test(heading);
  if (meaning === "contact")
    return /contact|kontakt|ansprech/.test(heading) && !/mail|phone|telefon|telephone|courriel|correo/.test(heading);
  return /sprache|language|langue|idioma/.test(heading);
}

/** Small letters without accents, spaces or signs: "E-Mail-Adresse" and "e mail adresse" are one. */
function foldHeading(heading: string): string {
  return heading
    .slice(0, 200)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** The contents are surer than a heading: "Contact" may hold mailboxes. */
function matchMailbox(body: readonly ListRow[], meanings: Meaning[]): void {
  const counts = meanings.map((_, at) => body.filter(({ cells }) => isMailboxLike(cells[at] ?? "")).length);
  const headed = meanings.indexOf("mailbox");
  const most = counts.reduce(
    (best, count, at) => (count > (counts[best] ?? 0) ? at : best),
    headed === -1 ? 0 : headed,
  );
  if ((counts[most] ?? 0) === 0 || most === headed) return;
  // A form may ask for two mailboxes: the one whose heading says so stays, if it holds any.
  if (headed !== -1 && (counts[headed] ?? 0) > 0) return;
  if (headed !== -1) meanings[headed] = "none";
  meanings[most] = "mailbox";
}

function matchName(body: readonly ListRow[], meanings: Meaning[]): void {
  if (meanings.includes("name")) return;
  const filled = meanings.map((meaning, at) =>
    meaning === "none" ? body.filter(({ cells }) => /\p{L}{2}/u.test(cells[at] ?? "")).length : -1,
  );
  const most = filled.reduce((best, count, at) => (count > (filled[best] ?? 0) ? at : best), 0);
  if ((filled[most] ?? 0) > 0) meanings[most] = "name";
}
