import codes from "i18n-iso-countries/codes.json" with { type: "json" };

const KNOWN: ReadonlySet<string> = new Set(codes.map(([code]) => code ?? ""));

/** Whether these two letters stand for a country or territory now (ISO 3166-1 alpha-2). */
export function isCountry(code: string): boolean {
  return KNOWN.has(code);
}

/** Codes and names of all countries and territories, in the order of their names in a language. */
export function listCountries(lang: string): { readonly code: string; readonly name: string }[] {
  return [...KNOWN]
    .map((code) => ({ code, name: countryName(code, lang) }))
    .sort((a, b) => a.name.localeCompare(b.name, lang));
}

/** The name of a country in a language; its code where the runtime knows no name. */
export function countryName(code: string, lang: string): string {
  return new Intl.DisplayNames([lang], { type: "region", fallback: "code" }).of(code) ?? code;
}
