import { createInterface } from "node:readline/promises";
import { RefusedError } from "@undersigned/core/errors.ts";

/**
 * Asks a question to which only `yes` is a yes. Without a terminal nobody can be asked.
 * @throws RefusedError `invalid_field` without a terminal; `not_allowed` for every other answer
 */
export async function askYes(question: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new RefusedError("invalid_field", "Nobody can be asked here. If you are sure, add --yes.");
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} Type yes to go on: `);
    if (answer.trim().toLowerCase() !== "yes") throw new RefusedError("not_allowed", "Nothing was changed.");
  } finally {
    terminal.close();
  }
}
