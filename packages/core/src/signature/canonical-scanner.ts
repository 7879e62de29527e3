import { MalformedError } from "../errors.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/**
 * Reads one flat JSON object whose members are known beforehand, in the only form that RFC 8785 gives it: no white space,
 * members in order, no escape that JCS would not write. It accepts exactly what parsing, encoding again and comparing would
 * accept, in one pass: replaying a million entries is what makes this worth a file.
 *
 * Every method reads at the cursor and moves it, or throws a MalformedError that names the offset (in UTF-16 units).
 */
export class CanonicalScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Exactly these characters. */
  literal(expected: string): void {
    if (!this.#text.startsWith(expected, this.#at)) this.#refuse(expected);
    this.#at += expected.length;
  }

  /** `,"name":` */
  #member(name: string): void {
    const text = this.#text;
    const end = this.#at + 2 + name.length;
    if (
      text.charCodeAt(this.#at) !== COMMA ||
      text.charCodeAt(this.#at + 1) !== QUOTE ||
      !text.startsWith(name, this.#at + 2) ||
      text.charCodeAt(end) !== QUOTE ||
      text.charCodeAt(end + 1) !== COLON
    ) {
      this.#refuse(`the member "${name}"`);
    }
    this.#at = end + 2;
  }

  /** A plain string of lower-case letters, such as an act's name. */
  name(): string {
    this.literal('"');
    const start = this.#at;
    while (isLowerLetter(this.#text.charCodeAt(this.#at))) this.#at++;
    const word = this.#text.slice(start, this.#at);
    this.literal('"');
    return word;
  }

  /** A member whose value is one word of a closed list. */
  word<T extends string>(name: string, allowed: readonly T[]): T {
    this.#member(name);
    for (const word of allowed) {
      const end = this.#at + 1 + word.length;
      if (
        this.#text.charCodeAt(this.#at) === QUOTE &&
        this.#text.startsWith(word, this.#at + 1) &&
        this.#text.charCodeAt(end) === QUOTE
      ) {
        this.#at = end + 1;
        return word;
      }
    }
    return this.#refuse(`one of ${allowed.join(", ")}`);
  }

  /** A member whose value is a SHA-256 digest: 64 lower-case hexadecimal digits. */
  digest(name: string): string {
    this.#member(name);
    this.literal('"');
    const start = this.#at;
    const end = start + 64;
    for (let i = start; i < end; i++) {
      if (!isHexDigit(this.#text.charCodeAt(i))) this.#refuse("64 lower-case hexadecimal digits");
    }
    this.#at = end;
    this.literal('"');
    return this.#text.slice(start, end);
  }

  boolean(name: string): boolean {
    this.#member(name);
    const value = this.#text.startsWith("true", this.#at);
    this.literal(value ? "true" : "false");
    return value;
  }

  /** A member whose value is a whole number from `least` to `greatest`, at most 2^53-1. */
  integer(name: string, least: number, greatest: number): number {
    this.#member(name);
    const start = this.#at;
    while (isDigit(this.#text.charCodeAt(this.#at))) this.#at++;
    const digits = this.#text.slice(start, this.#at);
    const value = Number(digits);
    const canonical = digits.length > 0 && (digits.length === 1 || digits[0] !== "0");
    if (!canonical || value < least || value > greatest) {
      this.#at = start;
      this.#refuse(`a whole number from ${least} to ${greatest}`);
    }
    return value;
  }

  /** A member whose value is any string. JCS writes strings as ECMAScript does (RFC 8785 section 3.2.2.2). */
  string(name: string): string {
    this.#member(name);
    const start = this.#at;
    this.literal('"');
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at++);
      if (unit === QUOTE) break;
      if (unit === BACKSLASH) this.#at++;
      if (this.#at >= this.#text.length) this.#refuse("the end of a string");
    }
    const written = this.#text.slice(start, this.#at);
    const value = parseString(written);
    if (value === null || JSON.stringify(value) !== written) {
      this.#at = start;
      return this.#refuse("a string in canonical form");
    }
    return value;
  }

  /** A member whose value is a string or null. */
  stringOrNull(name: string): string | null {
    const start = this.#at;
    this.#member(name);
    if (this.#text.startsWith("null", this.#at)) {
      this.#at += 4;
      return null;
    }
    this.#at = start;
    return this.string(name);
  }

  /** The object's end, which is also the end of the text. */
  end(): void {
    this.literal("}");
    if (this.#at !== this.#text.length) this.#refuse("the end of the entry");
  }

  #refuse(expected: string): never {
    throw new MalformedError("malformed", `expected ${expected} at offset ${this.#at}`);
  }
}

function parseString(written: string): string | null {
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function isLowerLetter(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}

function isHexDigit(unit: number): boolean {
  return isDigit(unit) || (unit >= 0x61 && unit <= 0x66);
}
