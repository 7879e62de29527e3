import { checkDate } from "@undersigned/core/signature/date.ts";
import type { Extracted } from "@undersigned/importer/extracted.ts";
import type { Labelled } from "@undersigned/importer/labelled.ts";
import type { CheckedCopy } from "./checks.ts";

/** The day that a copy says it was published on: by its metadata, else by its text where that has one day alone. */
export function dateOfCopy(
  { metadata }: Pick<Extracted, "metadata">,
  { dates }: Pick<Labelled, "dates">,
): CheckedCopy["date"] {
  const published = dayOf(metadata.published ?? "");
  if (published !== null) return { day: published, from: "metadata" };
  const days = new Set(dates.flatMap((date) => ("iso" in date ? (dayOf(date.iso) ?? []) : [])));
  const [day] = days;
  return days.size === 1 && day !== undefined ? { day, from: "text" } : null;
}

/** The day as it is written, in the publisher's own time; else that of the moment, in UTC. */
function dayOf(text: string): string | null {
  const written = text.trim().slice(0, 10);
  try {
    checkDate(written, "It");
    return written;
  } catch {
    const time = /\d{4}/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(time) ? null : new Date(time).toISOString().slice(0, 10);
  }
}
