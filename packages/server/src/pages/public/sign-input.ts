import { NAMES_LIMIT } from "@undersigned/core/signature/part.ts";
import type { SignatureInput } from "../../depositary/signing.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { FieldError } from "../../views/form.ts";
import type { Say } from "../../words/speak.ts";

type Kind = SignatureInput["kind"];

/** The form as typed. Names are those of the API. What was never chosen is absent. */
export type Typed = {
  readonly kind: Kind;
  readonly name?: string;
  readonly mailbox?: string;
  readonly organisation?: string;
  readonly role?: string;
  readonly place?: string;
  readonly country?: string;
  readonly authority?: string;
  readonly representative?: string;
  /** Whether the representative's name is shown. */
  readonly showRepresentative?: boolean;
  /** By language tag. */
  readonly names?: Readonly<Record<string, string>>;
  readonly capacity: SignatureInput["capacity"];
  readonly named?: "true" | "false";
  readonly reservation?: string;
  /** Of an organisation: it has no domain of its own. */
  readonly noDomain?: boolean;
  readonly consent?: boolean;
  readonly lang?: string;
  /** Digest of the version that was shown. */
  readonly version?: string;
};

/** Name of the field for the organisation's name in a language. */
export function nameField(lang: string): string {
  return `names.${lang}`;
}

/** Fields that stand in the form, where an error can be shown, in their order. */
export function fieldsOf(statement: StatementView): readonly string[] {
  return ["name", ...languagesOf(statement).map(nameField), ...FIELDS];
}

/** Languages in which an organisation may give its name: those in which readers see it. */
export function languagesOf({ version }: StatementView): readonly string[] {
  return (version?.texts ?? []).map(({ lang }) => lang).slice(0, NAMES_LIMIT);
}

const FIELDS: readonly string[] = [
  "authority",
  "representative",
  "mailbox",
  "noDomain",
  "organisation",
  "role",
  "place",
  "country",
  "capacity",
  "named",
  "reservation",
  "consent",
];

/** Who signs: as asked for, where the terms allow it; a person where both may. */
export function chooseKind(statement: StatementView, as: unknown): Kind {
  const allowed = statement.terms?.who ?? ["person"];
  const wanted = as === "organisation" ? "organisation" : "person";
  return allowed.includes(wanted) ? wanted : (allowed[0] ?? "person");
}

/** Reads a posted form. Files and repeated fields are nobody's answer. */
export function readTyped(statement: StatementView, body: Readonly<Record<string, unknown>>): Typed {
  const text = (name: string): string | undefined => {
    const value = body[name];
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
  const kind = chooseKind(statement, text("kind"));
  const optional = {
    name: text("name"),
    mailbox: text("mailbox"),
    organisation: text("organisation"),
    role: text("role"),
  };
  const more = { place: text("place"), reservation: text("reservation"), lang: text("lang"), version: text("version") };
  const named = text("named");
  const own = kind === "organisation" ? readOrganisation(statement, text) : {};
  return {
    ...own,
    ...present({ ...optional, ...more }),
    kind,
    capacity: kind === "organisation" || text("capacity") === "institutional" ? "institutional" : "personal",
    ...(named === "true" || named === "false" ? { named } : {}),
    ...(kind === "organisation" && text("noDomain") === "yes" ? { noDomain: true } : {}),
    consent: text("consent") === "yes",
  };
}

type ReadText = (name: string) => string | undefined;

function readOrganisation(statement: StatementView, text: ReadText): Partial<Typed> {
  const names = languagesOf(statement).map((lang) => [lang, text(nameField(lang))] as const);
  const given = names.filter((pair): pair is readonly [string, string] => pair[1] !== undefined);
  return {
    ...present({ country: text("country"), authority: text("authority"), representative: text("representative") }),
    showRepresentative: text("showRepresentative") === "yes",
    ...(given.length > 0 ? { names: Object.fromEntries(given) } : {}),
  };
}

/** What was left out, in words of this form. */
export function checkTyped(say: Say, statement: StatementView, typed: Typed): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (typed.name === undefined) {
    const words = typed.kind === "organisation" ? say("sign.organisationNameMissing") : say("sign.nameMissing");
    errors.push({ field: "name", message: words });
  }
  if (typed.kind === "organisation" && typed.authority === undefined) {
    errors.push({ field: "authority", message: say("sign.authorityMissing") });
  }
  if (typed.mailbox === undefined) errors.push({ field: "mailbox", message: say("sign.mailboxMissing") });
  if (asksNamed(statement, typed.kind) && typed.named === undefined) {
    errors.push({ field: "named", message: say("sign.namedMissing") });
  }
  if (typed.consent !== true) errors.push({ field: "consent", message: say("sign.consentMissing") });
  return errors;
}

/** Whether one may choose to be counted without a name: people only, where the terms allow it. */
export function asksNamed(statement: StatementView, kind: Kind): boolean {
  return kind === "person" && (statement.terms?.unnamed ?? true);
}

export function toInput(statement: StatementView, typed: Typed): SignatureInput {
  return {
    kind: typed.kind,
    name: typed.name ?? "",
    organisation: typed.organisation,
    role: typed.showRepresentative ? typed.representative : typed.role,
    place: typed.place,
    names: typed.names,
    country: typed.country,
    authority: typed.authority,
    representative: typed.representative,
    mailbox: typed.mailbox ?? "",
    capacity: typed.capacity,
    named: asksNamed(statement, typed.kind) ? typed.named === "true" : true,
    consent: typed.consent ?? false,
    lang: typed.lang ?? "",
    version: typed.version ?? "",
    reservation: statement.terms?.reservations ? typed.reservation : undefined,
    noDomain: typed.noDomain,
  };
}

function present(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined));
}
