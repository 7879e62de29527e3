import { textDirection } from "@undersigned/core/statement/language.ts";

/** What stands in the editor's form now. `lang` is "" until a language is chosen. */
export type Typed = {
  readonly title: string;
  readonly body: string;
  readonly lang: string;
  readonly direction: "ltr" | "rtl" | "auto";
};

export function readTyped(form: HTMLFormElement): Typed {
  const data = new FormData(form);
  const field = (name: string) => {
    const value = data.get(name);
    return typeof value === "string" ? value : "";
  };
  const lang = field("tag").trim() || field("lang");
  return {
    title: field("title").trim(),
    body: field("body"),
    lang,
    direction: lang === "" ? "auto" : textDirection(lang),
  };
}
