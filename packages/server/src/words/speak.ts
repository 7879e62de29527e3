import { html } from "hono/html";
import { IntlMessageFormat } from "intl-messageformat";
import type { Html } from "../views/html.ts";
import type { EnglishMessage, InterfaceLanguage, WordsKey } from "./catalogue.ts";
import { catalogues } from "./catalogue.ts";
import type { RichArguments, TextArguments } from "./message-arguments.ts";

type Given<A> = unknown extends A ? [] : [values: A];

/** Says the messages of one interface language. */
export type Say = {
  /** Plain text; escaped like any other text when put in a page. */
  <K extends WordsKey>(key: K, ...given: Given<TextArguments<EnglishMessage<K>>>): string;
  /** A piece of page: arguments may be pieces themselves, and "<tag>" takes a function. */
  rich<K extends WordsKey>(key: K, ...given: Given<RichArguments<EnglishMessage<K>>>): Html;
  /** BCP 47 tag of the interface. */
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  number(value: number): string;
  /** A day, from milliseconds since the epoch, "YYYY-MM-DD" or RFC 3339; always in UTC, since statements have no place. */
  day(when: number | string): string;
  /** As `day`, as it stands in a line among others: "20 Nov 2026". */
  shortDay(when: number | string): string;
  /** A day with its hour, in UTC. */
  moment(when: number | string): string;
  /** "2 seconds ago", "3 days ago", from milliseconds; "now" for less than a second. */
  ago(milliseconds: number): string;
  /** "A, B and C" */
  list(items: readonly string[]): string;
};

const speakers = new Map<string, Say>();

/** The speaker of an interface language. One for each language, shared. */
export function speak(lang: InterfaceLanguage): Say {
  let speaker = speakers.get(lang);
  if (speaker === undefined) {
    speaker = makeSpeaker(lang);
    speakers.set(lang, speaker);
  }
  return speaker;
}

function makeSpeaker(lang: InterfaceLanguage): Say {
  const formats = new Map<string, IntlMessageFormat>();
  const number = new Intl.NumberFormat(lang);
  const day = new Intl.DateTimeFormat(dateLocale(lang), { dateStyle: "long", timeZone: "UTC" });
  const shortDay = new Intl.DateTimeFormat(dateLocale(lang), { dateStyle: "medium", timeZone: "UTC" });
  const moment = new Intl.DateTimeFormat(dateLocale(lang), { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  const relative = new Intl.RelativeTimeFormat(dateLocale(lang), { numeric: "auto" });
  const list = new Intl.ListFormat(dateLocale(lang), { type: "conjunction" });

  function format(key: WordsKey): IntlMessageFormat {
    let found = formats.get(key);
    if (found === undefined) {
      found = new IntlMessageFormat(messageOf(lang, key), lang);
      formats.set(key, found);
    }
    return found;
  }
  function say(key: WordsKey, ...given: readonly unknown[]): string {
    return String(format(key).format<unknown>(withPieces(given[0])));
  }
  function rich(key: WordsKey, ...given: readonly unknown[]): Html {
    return html`${format(key).format<unknown>(withPieces(given[0]))}`;
  }
  return Object.assign(say, {
    rich,
    lang,
    dir: "ltr" as const,
    number: (value: number) => number.format(value),
    day: (when: number | string) => day.format(new Date(when)),
    shortDay: (when: number | string) => shortDay.format(new Date(when)),
    moment: (when: number | string) => `${moment.format(new Date(when))} UTC`,
    ago: (milliseconds: number) => relative.format(...largestUnit(milliseconds)),
    list: (items: readonly string[]) => list.format(items),
  });
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** The past as `Intl.RelativeTimeFormat` takes it: whole units, and the largest of which there is one. */
function largestUnit(milliseconds: number): [number, Intl.RelativeTimeFormatUnit] {
  const [unit, length] = UNITS.find((candidate) => milliseconds >= candidate[1]) ?? (["second", 1_000] as const);
  return [-Math.floor(Math.max(0, milliseconds) / length), unit];
}

/** Lets a "<tag>" function take one piece instead of the list of parts that the formatter hands it. */
function withPieces(values: unknown): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values ?? {})) {
    given[name] = typeof value === "function" ? (parts: unknown[]) => value(html`${parts}`) : value;
  }
  return given;
}

/** "en" alone means American dates and lists; the words are written in international English. */
function dateLocale(lang: string): string {
  return lang === "en" ? "en-GB" : lang;
}

function messageOf(lang: InterfaceLanguage, key: WordsKey): string {
  const [section = "", name = ""] = key.split(".");
  const sections: Record<string, Record<string, string>> = catalogues[lang];
  const message = sections[section]?.[name];
  if (message === undefined) throw new Error(`no words for ${key} in ${lang}`);
  return message;
}
