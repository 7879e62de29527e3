import type { Candidate } from "@undersigned/core/compare/judge-copy.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { TILE_WIDTH } from "@undersigned/core/log/tile.ts";
import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import { MANIFEST_LIMIT, parseManifest } from "@undersigned/core/statement/manifest.ts";
import { parseText, TEXT_LIMIT } from "@undersigned/core/statement/text.ts";
import type { BundleFiles } from "@undersigned/core/verify/bundle.ts";
import { manifestFile, textFile, translationFile } from "@undersigned/core/verify/bundle.ts";
import { OPENING_LINE_LIMIT, parseOpeningLine, splitOpeningLines } from "@undersigned/core/verify/openings.ts";
import type { Report, ReportedVersion } from "@undersigned/core/verify/report.ts";
import { verifyBundle } from "@undersigned/core/verify/verify.ts";
import { learnTrust, readTrustOptions } from "../verify/trust-options.ts";

/** What a copy is held against. */
export type ReadReference = {
  /** `HOST/s/ID`; null for a text alone. */
  readonly statement: string | null;
  readonly candidates: readonly Candidate[];
  /** What there is to say about it, for people. */
  readonly notes: readonly string[];
};

/**
 * Every text of a statement, out of a bundle that was verified first.
 * @param argument how the user named it
 * @param site where it was fetched, whose key is asked for; null for a file, and then nobody knows whose it is
 * @throws RefusedError `invalid_field` for a bundle that is not what it says it is
 */
export async function readBundle(files: BundleFiles, argument: string, site: string | null): Promise<ReadReference> {
  const known = await learnTrust(await readTrustOptions(site === null ? {} : { origin: site }));
  const report = await verifyBundle(files, known.trust);
  if (report.verdict === "invalid" || report.origin === null) {
    throw new RefusedError(
      "invalid_field",
      `${argument} is not what it says it is, so nothing was compared with it: ${report.reason} “undersigned verify” tells more.`,
    );
  }
  const names = await readNames(files);
  const candidates: Candidate[] = [];
  for (const version of report.versions) candidates.push(...(await readVersion(files, version, report, names)));
  const open =
    site === null
      ? [`Whether this bundle is ${report.origin}’s own was not asked: “undersigned verify” tells how to find out.`]
      : report.verdict === "inconclusive" && report.reason !== null
        ? [report.reason]
        : [];
  return { statement: report.origin, candidates, notes: [...known.notes, ...open] };
}

async function readVersion(
  files: BundleFiles,
  { number, texts, translations }: ReportedVersion,
  report: Report,
  names: readonly string[],
): Promise<Candidate[]> {
  const manifest: Manifest = parseManifest(await files.read(manifestFile(number), MANIFEST_LIMIT));
  const demands = manifest.demands.map(({ block }) => block);
  const all = [
    ...texts.map(
      ({ lang, authentic }) =>
        ({ lang, standing: authentic ? "authentic" : "translation", name: textFile(number, lang) }) as const,
    ),
    ...translations.map(({ lang }) => ({ lang, standing: "unsigned", name: translationFile(number, lang) }) as const),
  ];
  const candidates: Candidate[] = [];
  for (const { lang, standing, name } of all) {
    const text = parseText(await files.read(name, TEXT_LIMIT));
    const newest = number === report.versions.length;
    candidates.push({ text, demands, names, version: number, lang, standing, newest });
  }
  return candidates;
}

/** Names that the bundle shows: those of organisations that are named and stand. */
async function readNames(files: BundleFiles): Promise<string[]> {
  const names: string[] = [];
  for (const file of files.names()) {
    if (!file.startsWith("openings/")) continue;
    const bytes = await files.read(file, TILE_WIDTH * OPENING_LINE_LIMIT);
    for (const line of splitOpeningLines(bytes, TILE_WIDTH)) {
      const { opening } = parseOpeningLine(line);
      if (!("part" in opening.public)) continue;
      const { name } = opening.public.part;
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}
