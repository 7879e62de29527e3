import type { Context } from "hono";
import { readFormData } from "../../http/read-form.ts";

/** What a person typed into a form, by field name, in the order of the form. */
export type Typed = ReadonlyMap<string, readonly string[]>;

/** Reads a form's fields, files left aside. Browsers send line ends of text areas as CR LF: they become LF again. */
export async function readTyped(c: Context): Promise<Typed> {
  const typed = new Map<string, string[]>();
  for (const [name, value] of await readFormData(c)) {
    if (typeof value !== "string") continue;
    const values = typed.get(name) ?? [];
    values.push(value.replaceAll("\r\n", "\n"));
    typed.set(name, values);
  }
  return typed;
}

export const NOTHING_TYPED: Typed = new Map();

/** One line, without the spaces around it; "" when it was not sent. */
export function oneLine(typed: Typed, name: string): string {
  return typed.get(name)?.[0]?.trim() ?? "";
}

/** As it was typed, to the character; "" when it was not sent. */
export function asTyped(typed: Typed, name: string): string {
  return typed.get(name)?.[0] ?? "";
}

/** Every ticked value of a group of boxes. */
export function ticked(typed: Typed, name: string): readonly string[] {
  return typed.get(name) ?? [];
}

/** The pieces of what was typed one to a line, empty lines left out. */
export function listed(typed: Typed, name: string): string[] {
  return asTyped(typed, name)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The numbers N of fields named `prefix.N.…`, in order: the rows of a form's list. */
export function rows(typed: Typed, prefix: string): number[] {
  const found = new Set<number>();
  for (const name of typed.keys()) {
    const [head, row = ""] = name.split(".");
    if (head === prefix && /^[0-9]{1,4}$/.test(row)) found.add(Number(row));
  }
  return [...found].sort((a, b) => a - b);
}
