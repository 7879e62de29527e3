import type { ComponentChild } from "preact";
import { Fragment, h } from "preact";
import { blocks, inlines } from "./blocks.ts";
import type { Fault } from "./read-text.ts";
import { readText } from "./read-text.ts";
import type { Typed } from "./typed.ts";
import type { Words } from "./words.ts";
import { fill } from "./words.ts";

type SheetProps = {
  readonly typed: Typed;
  readonly words: Words;
  /** Asked to show where something has to be mended. */
  readonly onShow: (fault: Fault) => void;
};

/** The text as readers will see it, or why it cannot be shown yet. */
export function Sheet({ typed, words, onShow }: SheetProps): ComponentChild {
  const reading = readText(typed);
  if (reading === null) return note(words.empty);
  const { text, isTidied, fault } = reading;
  return h(Fragment, null, [
    fault === null ? null : faultNote(fault, words, onShow),
    text === null ? note(words.broken) : isTidied ? note(words.tidied) : null,
    text === null
      ? null
      : h("div", { lang: typed.lang === "" ? undefined : typed.lang, dir: typed.direction }, [
          h("p", { class: "title" }, inlines(text.title)),
          h("div", { class: "words" }, blocks(text.blocks, words)),
        ]),
  ]);
}

function note(words: ComponentChild): ComponentChild {
  return h("p", { class: "muted" }, words);
}

function faultNote(fault: Fault, words: Words, onShow: SheetProps["onShow"]): ComponentChild {
  const place = fault.inTitle
    ? fill(words.inTitle, fault.column, fault.what)
    : fill(words.place, fault.line, fault.column, fault.what);
  return h("div", { class: "preview-fault" }, [
    h("strong", null, words.problem),
    h("p", null, place),
    h("button", { type: "button", class: "quiet", onClick: () => onShow(fault) }, words.show),
  ]);
}
