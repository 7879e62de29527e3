/** Columns that text is wrapped to. Digests and addresses are never broken. */
const WIDTH = 92;

/** `text` in lines of at most WIDTH columns where its words allow; the first after `first`, the others after `rest`. */
export function wrap(text: string, first = "", rest = first): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of printable(text).split(" ")) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return `${[...lines, line].join("\n")}\n`;
}

/**
 * Text from elsewhere, made harmless for terminals: no control characters, and nothing that turns the direction of what
 * follows.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/gu, "\ufffd");
}

/** `1,980` */
export function number(value: number): string {
  return value.toLocaleString("en");
}

/** `1 person`, `3 people` */
export function count(value: number, one: string, many: string): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** `20 November 2026, 12:00 UTC`, of a time as `YYYY-MM-DDTHH:MM:SSZ`. */
export function moment(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  return `${date.toLocaleString("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" }).replace(" at ", ", ")} UTC`;
}
