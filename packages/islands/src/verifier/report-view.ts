import type { Report, ReportedVersion } from "@undersigned/core/verify/report.ts";
import {
  BUNDLE_VERDICTS,
  RECEIPT_VERDICTS,
  RESPONSES_HEADING,
  TRUST_HEADING,
  tellEntry,
  tellFacts,
  tellNumber,
  tellResponses,
  tellRole,
  tellShown,
  tellSignatures,
  tellWitnesses,
  titleText,
  UNSIGNED_TRANSLATION,
} from "@undersigned/core/verify/tell.ts";
import { KEYS_HEADING, tellKeys } from "@undersigned/core/verify/tell-keys.ts";
import { tellMoment } from "@undersigned/core/verify/time.ts";
import type { ReceiptReport } from "@undersigned/core/verify/verify-receipt.ts";
import type { ComponentChild } from "preact";
import { Fragment, h } from "preact";
import { checksView, listView, verdictView } from "./findings-view.ts";
import type { Found } from "./message.ts";
import { fill, WORDS } from "./words.ts";

/** What was found, for people. */
export function foundView(found: Exclude<Found, { kind: "refused" }>): ComponentChild {
  return found.kind === "bundle" ? bundleView(found.report) : receiptView(found.report);
}

function bundleView(report: Report): ComponentChild {
  const { verdict, reason, key, origin } = report;
  const open = verdict === "inconclusive" && key?.source === "bundle";
  const hints = open ? [WORDS.unsettled, fill(WORDS.hint, key.vkey)] : [];
  const title = titleText(report);
  return h(Fragment, null, [
    verdictView(verdict, BUNDLE_VERDICTS, [reason, ...hints]),
    origin === null
      ? null
      : h("section", { class: "statement" }, [
          title === undefined ? null : h("p", { class: "title", lang: title.lang, dir: "auto" }, title.title),
          h("p", { class: "origin" }, origin),
          h("p", null, `${tellFacts(report).join(", ")}.`),
        ]),
    listView(WORDS.signatures, tellSignatures(report)),
    listView(KEYS_HEADING, tellKeys(report.key)),
    listView(WORDS.witnesses, tellWitnesses(report.witnessed)),
    listView(RESPONSES_HEADING, tellResponses(report)),
    origin === null ? null : checksView(report.checks),
    origin === null ? null : listView(TRUST_HEADING, report.trusted),
    textsView(report.versions),
  ]);
}

function textsView(versions: readonly ReportedVersion[]): ComponentChild {
  if (versions.length === 0) return null;
  return h("details", null, [
    h("summary", null, WORDS.technicians),
    ...versions.map(({ number, digest, texts, translations }) =>
      h(Fragment, null, [
        h("h3", null, fill(WORDS.version, String(number))),
        h("p", null, h("code", null, digest)),
        h(
          "ul",
          null,
          texts.map((text) =>
            h("li", null, [
              h("span", { lang: text.lang, dir: "auto" }, text.title),
              ` (${text.lang}, ${tellRole(text)}) `,
              h("code", null, text.sha256),
            ]),
          ),
          translations.map(({ lang, sha256, title }) =>
            h("li", null, [
              h("span", { lang, dir: "auto" }, title),
              ` (${lang}, ${UNSIGNED_TRANSLATION}) `,
              h("code", null, sha256),
            ]),
          ),
        ),
      ]),
    ),
  ]);
}

function receiptView(report: ReceiptReport): ComponentChild {
  const { verdict, reason, key, origin, index, size, asOf, entry } = report;
  const hint = key === null && verdict === "inconclusive" ? WORDS.unsettled : null;
  const shown = tellShown(report.shown);
  const placed = index !== null && size !== null;
  const place = placed
    ? fill(WORDS.place, tellNumber(index), tellNumber(size), asOf === null ? "?" : tellMoment(asOf))
    : null;
  return h(Fragment, null, [
    verdictView(verdict, RECEIPT_VERDICTS, [reason, hint]),
    origin === null
      ? null
      : h("section", { class: "statement" }, [
          h("p", { class: "origin" }, origin),
          place === null ? null : h("p", null, place),
          entry === null ? null : h("p", null, tellEntry(entry)),
          shown === null ? null : h("p", null, [`${WORDS.shown} `, h("bdi", null, shown)]),
        ]),
    listView(KEYS_HEADING, tellKeys(report.key)),
    listView(WORDS.witnesses, tellWitnesses(report.witnessed)),
    origin === null ? null : checksView(report.checks),
    origin === null ? null : listView(TRUST_HEADING, report.trusted),
  ]);
}
