import type { Html } from "../views/html.ts";

/*
 * Reads the arguments of an ICU message from its literal type, so that a missing or misspelt argument does not compile.
 * An argument is "{name}" or "{name, plural|number|date|select, …}". A branch of a plural such as "{# people}" is told
 * from an argument by its spaces or "#": so a branch must never be one bare word.
 */

type NotAName = `${string}${" " | "#" | "{" | "<" | "." | "," | "’"}${string}` | "";

type KindOf<Rest extends string> = Rest extends `plural,${string}` | `number${string}` | `selectordinal,${string}`
  ? number
  : Rest extends `select,${string}`
    ? string
    : never;

type ArgumentIn<Head extends string, Plain> = Head extends `${infer Name}, ${infer Rest}`
  ? Name extends NotAName
    ? unknown
    : [KindOf<Rest>] extends [never]
      ? unknown
      : { readonly [N in Name]: KindOf<Rest> }
  : Head extends NotAName
    ? unknown
    : { readonly [N in Head]: Plain };

type ArgumentsFrom<Message extends string, Plain, Found = unknown> = Message extends `${string}{${infer After}`
  ? After extends `${infer Head}}${string}`
    ? ArgumentsFrom<After, Plain, Found & ArgumentIn<Head, Plain>>
    : Found
  : Found;

type TagsFrom<Message extends string, Found = unknown> = Message extends `${string}<${infer After}`
  ? After extends `/${string}`
    ? TagsFrom<After, Found>
    : After extends `${infer Tag}>${infer Rest}`
      ? TagsFrom<Rest, Found & { readonly [T in Tag]: (inside: Html) => Html }>
      : Found
  : Found;

/** Arguments of a message that is used as plain text. */
export type TextArguments<Message extends string> = ArgumentsFrom<Message, string | number>;

/** Arguments of a message that becomes HTML: text is escaped, and "<tag>…</tag>" takes a function that wraps it. */
export type RichArguments<Message extends string> = ArgumentsFrom<Message, string | number | Html> & TagsFrom<Message>;
