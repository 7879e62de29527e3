import { readFileSync } from "node:fs";

/** The version in this package's package.json, which lies one folder above both src/ and dist/. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return String(version);
}
