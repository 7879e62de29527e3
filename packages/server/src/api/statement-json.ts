import type { z } from "@hono/zod-openapi";
import type { AdditionsView } from "../depositary/addition-views.ts";
import type { ReconciliationView, StatementView } from "../depositary/statements.ts";
import type { statementAnswer } from "./statement-schemas.ts";

/** A statement as the API answers it. `forToken`: with the key that opens it while it is link-only. */
export function statementJson(
  statement: StatementView,
  { forToken }: { forToken: boolean },
): z.input<typeof statementAnswer> {
  return {
    ...statement,
    linkKey: forToken ? statement.linkKey : null,
    openedAt: formatMoment(statement.openedAt),
    closedAt: formatMoment(statement.closedAt),
    reconciliation: statement.reconciliation && reconciliationJson(statement.reconciliation),
    additions: additionsJson(statement.additions),
    version: statement.version && { ...statement.version, openedAt: formatMoment(statement.version.openedAt) },
    terms: statement.terms === null ? null : { ...statement.terms },
  };
}

function reconciliationJson({ opened, ...sums }: ReconciliationView) {
  return { ...sums, opened: opened.map(({ number, openedAt }) => ({ number, openedAt: formatMoment(openedAt) })) };
}

function additionsJson({ responses, corrections, translations }: AdditionsView) {
  return {
    responses: responses.map((one) => ({ ...one, addedAt: formatMoment(one.addedAt) })),
    translations: translations.map((one) => ({ ...one, addedAt: formatMoment(one.addedAt) })),
    corrections: corrections.map((one) => ({
      ...one,
      addedAt: formatMoment(one.addedAt),
      objectUntil: formatMoment(one.objectUntil),
    })),
  };
}

/** RFC 3339 of milliseconds since the epoch. */
export function formatMoment(time: number): string;
export function formatMoment(time: number | null): string | null;
export function formatMoment(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
