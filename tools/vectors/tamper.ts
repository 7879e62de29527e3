import type { Files } from "./bundle-defect.ts";

export function bytesOf(files: Files, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw new Error(`there is no ${name} to tamper with`);
  return bytes;
}

/** Replaces the first `from` in a file of text. */
export function replaceText(files: Files, name: string, from: string, to: string): Files {
  const text = Buffer.from(bytesOf(files, name)).toString("utf8");
  if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
  return put(
    files,
    name,
    text.replace(from, () => to),
  );
}

export function put(files: Files, name: string, content: string | Uint8Array): Files {
  return files.set(name, typeof content === "string" ? new Uint8Array(Buffer.from(content)) : content);
}

export function drop(files: Files, name: string): Files {
  bytesOf(files, name);
  files.delete(name);
  return files;
}

export function rename(files: Files, from: string, to: string): Files {
  const bytes = bytesOf(files, from);
  files.delete(from);
  return files.set(to, bytes);
}

/** The lines of a file, changed, as the file again. */
export function changeLines(files: Files, name: string, change: (lines: string[]) => string[]): Files {
  const lines = Buffer.from(bytesOf(files, name)).toString("utf8").split("\n").slice(0, -1);
  return put(
    files,
    name,
    change(lines)
      .map((line) => `${line}\n`)
      .join(""),
  );
}
