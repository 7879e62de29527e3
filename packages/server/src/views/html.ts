import { html } from "hono/html";

/** A piece of page, already escaped. Made by the `html` template alone. */
export type Html = ReturnType<typeof html>;

/** Nothing at all, where a piece may be left out. */
export const NOTHING: Html = html``;

/** The piece, or nothing. */
export function when(condition: unknown, piece: () => Html): Html {
  return condition ? piece() : NOTHING;
}

/** Pieces in a row. */
export function each<T>(items: Iterable<T>, piece: (item: T, index: number) => Html): Html {
  return html`${Array.from(items, piece)}`;
}
