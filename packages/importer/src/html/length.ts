/** What relative lengths are relative to, in CSS pixels. `whole` is what 100% is, where that can be said. */
export type LengthBase = { readonly em: number; readonly whole: number | null };

/** The window that pages are judged by: that of a desk computer. */
export const WINDOW = { width: 1_280, height: 800 } as const;
const ROOT_EM = 16;

const TOKEN = /\s*(?:([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-z%]*)|([a-z-]+)\(|([-+*/(),]))/iy;
/** Deeper sums than this are no longer evaluated. */
const DEPTH = 20;

/** A CSS length in pixels; null where it cannot be told (`auto`, `fit-content`, a unit that depends on what is around it). */
export function readLength(words: string, base: LengthBase): number | null {
  const tokens = tokenize(words.trim());
  if (tokens === null) return null;
  const sum = new Sum(tokens, base);
  const value = sum.read(0);
  return sum.isAtEnd && value !== null && Number.isFinite(value) ? value : null;
}

type Token = { readonly number?: number; readonly unit?: string; readonly name?: string; readonly sign?: string };

function tokenize(words: string): Token[] | null {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < words.length) {
    const found = TOKEN.exec(words);
    if (!found) return null;
    const [, number, unit = "", name, sign] = found;
    if (number !== undefined) {
      const last = tokens.at(-1);
      const binary = /^[+-]/.test(number) && (last?.number !== undefined || last?.sign === ")");
      if (binary) tokens.push({ sign: number.charAt(0) });
      tokens.push({ number: Number(binary ? number.slice(1) : number), unit: unit.toLowerCase() });
    } else tokens.push(name === undefined ? { sign: sign ?? "" } : { name: name.toLowerCase() });
  }
  return tokens;
}

/** Sums within calc(), min(), max() and clamp() (CSS Values 4, "Mathematical Expressions"). */
class Sum {
  #at = 0;
  readonly #tokens: readonly Token[];
  readonly #base: LengthBase;

  constructor(tokens: readonly Token[], base: LengthBase) {
    this.#tokens = tokens;
    this.#base = base;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  read(depth: number): number | null {
    let value = this.#product(depth);
    for (let sign = this.#sign("+-"); sign !== null; sign = this.#sign("+-")) {
      const next = this.#product(depth);
      value = value === null || next === null ? null : sign === "+" ? value + next : value - next;
    }
    return value;
  }

  #product(depth: number): number | null {
    let value = this.#one(depth);
    for (let sign = this.#sign("*/"); sign !== null; sign = this.#sign("*/")) {
      const next = this.#one(depth);
      value = value === null || next === null ? null : sign === "*" ? value * next : value / next;
    }
    return value;
  }

  #one(depth: number): number | null {
    if (depth > DEPTH) return null;
    const token = this.#tokens[this.#at++];
    if (token?.number !== undefined) return pixelsOf(token.number, token.unit ?? "", this.#base);
    if (token?.sign === "(") return this.#until(depth)[0] ?? null;
    return token?.name === undefined ? null : combine(token.name, this.#until(depth));
  }

  /** The values up to the closing bracket. */
  #until(depth: number): (number | null)[] {
    const values = [this.read(depth + 1)];
    while (this.#sign(",") !== null) values.push(this.read(depth + 1));
    if (this.#sign(")") === null) this.#at = this.#tokens.length + 1;
    return values;
  }

  #sign(wanted: string): string | null {
    const sign = this.#tokens[this.#at]?.sign;
    if (sign === undefined || !wanted.includes(sign)) return null;
    this.#at += 1;
    return sign;
  }
}

function combine(name: string, values: readonly (number | null)[]): number | null {
  if (values.some((value) => value === null)) return null;
  const numbers = values.filter((value) => value !== null);
  const [first = 0, second = 0, third = 0] = numbers;
  if (name === "calc") return first;
  if (name === "min") return Math.min(...numbers);
  if (name === "max") return Math.max(...numbers);
  return name === "clamp" ? Math.max(first, Math.min(second, third)) : null;
}

function pixelsOf(number: number, unit: string, { em, whole }: LengthBase): number | null {
  switch (unit) {
    case "":
    case "px":
      return number;
    case "em":
      return number * em;
    case "rem":
      return number * ROOT_EM;
    case "ex":
    case "ch":
      return (number * em) / 2;
    case "%":
      return whole === null ? (number === 0 ? 0 : null) : (number * whole) / 100;
    case "pt":
      return (number * 4) / 3;
    case "pc":
      return number * 16;
    case "in":
      return number * 96;
    case "cm":
      return (number * 96) / 2.54;
    case "mm":
      return (number * 96) / 25.4;
    case "q":
      return (number * 96) / 101.6;
    default:
      return windowUnit(number, unit);
  }
}

function windowUnit(number: number, unit: string): number | null {
  const share = number / 100;
  if (/^[sld]?v[wi]$/.test(unit)) return share * WINDOW.width;
  if (/^[sld]?v[hb]$/.test(unit)) return share * WINDOW.height;
  if (/^[sld]?vmin$/.test(unit)) return share * Math.min(WINDOW.width, WINDOW.height);
  return /^[sld]?vmax$/.test(unit) ? share * Math.max(WINDOW.width, WINDOW.height) : null;
}
