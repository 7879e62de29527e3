import { admin } from "./en/admin.ts";
import { adminAccount } from "./en/admin-account.ts";
import { adminAccounts } from "./en/admin-accounts.ts";
import { adminAdditions } from "./en/admin-additions.ts";
import { adminAsks } from "./en/admin-asks.ts";
import { adminDisputes } from "./en/admin-disputes.ts";
import { adminEdit } from "./en/admin-edit.ts";
import { adminImports } from "./en/admin-imports.ts";
import { adminInvitations } from "./en/admin-invitations.ts";
import { adminNext } from "./en/admin-next.ts";
import { adminOpen } from "./en/admin-open.ts";
import { adminOpenId } from "./en/admin-open-id.ts";
import { adminOutbox } from "./en/admin-outbox.ts";
import { adminPasskeys } from "./en/admin-passkeys.ts";
import { adminPublication } from "./en/admin-publication.ts";
import { adminSessions } from "./en/admin-sessions.ts";
import { adminSetup } from "./en/admin-setup.ts";
import { adminSignIn } from "./en/admin-sign-in.ts";
import { adminSignatures } from "./en/admin-signatures.ts";
import { adminStatement } from "./en/admin-statement.ts";
import { adminStatements } from "./en/admin-statements.ts";
import { adminTerms } from "./en/admin-terms.ts";
import { adminText } from "./en/admin-text.ts";
import { adminTidy } from "./en/admin-tidy.ts";
import { adminTokens } from "./en/admin-tokens.ts";
import { adminTrail } from "./en/admin-trail.ts";
import { adminWaiting } from "./en/admin-waiting.ts";
import { adminWitnesses } from "./en/admin-witnesses.ts";
import { again } from "./en/again.ts";
import { answers } from "./en/answers.ts";
import { asked } from "./en/asked.ts";
import { askedMail } from "./en/asked-mail.ts";
import { asks } from "./en/asks.ts";
import { capacity } from "./en/capacity.ts";
import { changes } from "./en/changes.ts";
import { check } from "./en/check.ts";
import { confirm } from "./en/confirm.ts";
import { consent } from "./en/consent.ts";
import { copyFindings } from "./en/copy-findings.ts";
import { correction } from "./en/correction.ts";
import { dispute } from "./en/dispute.ts";
import { errors } from "./en/errors.ts";
import { evidence } from "./en/evidence.ts";
import { evidencePage } from "./en/evidence-page.ts";
import { fields, labels } from "./en/fields.ts";
import { form } from "./en/form.ts";
import { home } from "./en/home.ts";
import { importMeanings, importRoles, importRules } from "./en/import-roles.ts";
import { invited } from "./en/invited.ts";
import { known } from "./en/known.ts";
import { letter } from "./en/letter.ts";
import { logo } from "./en/logo.ts";
import { mail } from "./en/mail.ts";
import { manage } from "./en/manage.ts";
import { organisation } from "./en/organisation.ts";
import { passages } from "./en/passages.ts";
import { reconciliation } from "./en/reconciliation.ts";
import { removal } from "./en/removal.ts";
import { representatives } from "./en/representatives.ts";
import { roles } from "./en/roles.ts";
import { sign } from "./en/sign.ts";
import { signatories } from "./en/signatories.ts";
import { signedOn } from "./en/signed-on.ts";
import { site } from "./en/site.ts";
import { unread } from "./en/unread.ts";
import { unsigned } from "./en/unsigned.ts";
import { verdict } from "./en/verdict.ts";
import { verify } from "./en/verify.ts";
import { versions } from "./en/versions.ts";
import { waiting } from "./en/waiting.ts";
import { whoElse } from "./en/who-else.ts";

/** Every sentence shown to people, in English: one section per page, keys named "section.name". */
export const english = {
  admin,
  adminAccount,
  adminAccounts,
  adminAdditions,
  adminAsks,
  adminDisputes,
  adminEdit,
  adminImports,
  adminInvitations,
  adminNext,
  adminOpen,
  adminOpenId,
  adminOutbox,
  adminPasskeys,
  adminPublication,
  adminSessions,
  adminSetup,
  adminSignIn,
  adminSignatures,
  adminStatement,
  adminStatements,
  adminTerms,
  adminText,
  adminTidy,
  adminTokens,
  adminTrail,
  adminWaiting,
  adminWitnesses,
  again,
  answers,
  asks,
  asked,
  askedMail,
  capacity,
  changes,
  check,
  confirm,
  consent,
  copyFindings,
  correction,
  dispute,
  errors,
  evidence,
  evidencePage,
  fields,
  form,
  home,
  known,
  importMeanings,
  importRoles,
  importRules,
  invited,
  labels,
  letter,
  logo,
  mail,
  manage,
  organisation,
  passages,
  reconciliation,
  removal,
  representatives,
  roles,
  sign,
  signatories,
  signedOn,
  site,
  unread,
  unsigned,
  verdict,
  verify,
  versions,
  waiting,
  whoElse,
} as const;

type English = typeof english;

/** What a catalogue in another language must hold: the same sections and keys, as ICU messages with the same arguments. */
export type Catalogue = { readonly [S in keyof English]: { readonly [K in keyof English[S]]: string } };

/** "section.name" of every message. */
export type WordsKey = { [S in keyof English & string]: `${S}.${keyof English[S] & string}` }[keyof English & string];

/** The English message under a key, as a literal type, from which its arguments are read. */
export type EnglishMessage<K extends WordsKey> = K extends `${infer S extends keyof English & string}.${infer N}`
  ? N extends keyof English[S]
    ? English[S][N]
    : never
  : never;

/** Catalogues by language tag. English is complete; others are typed to be. */
export const catalogues = { en: english } as const satisfies Record<string, Catalogue>;

export type InterfaceLanguage = keyof typeof catalogues;
