import { html } from "hono/html";

/** A piece of page, already escaped. Made by the `html` template alone. */
export type Html = ReturnType<typeof html>;

/** Nothing at all, where a piece may be left out. */
export const NOTHING: Html = html``;

type Present<T> = Exclude<T, null | undefined | false | "" | 0>;

/** The piece, made from what is there; or nothing, where nothing is there. */
export function when<T>(value: T, piece: (value: Present<T>) => Html): Html {
  return isPresent(value) ? piece(value) : NOTHING;
}

function isPresent<T>(value: T): value is Present<T> {
  return value !== null && value !== undefined && value !== false && value !== "" && value !== 0;
}

/** Pieces in a row. */
export function each<T>(items: Iterable<T>, piece: (item: T, index: number) => Html): Html {
  return html`${Array.from(items, piece)}`;
}
