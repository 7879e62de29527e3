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
