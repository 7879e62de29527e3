import { stat } from "node:fs/promises";
import { RefusedError } from "@undersigned/core/errors.ts";

/** @throws RefusedError `invalid_field` for a folder where a file is needed: what the system says of it helps nobody */
export async function refuseFolder(path: string): Promise<void> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) throw new RefusedError("invalid_field", `${path} is a folder, and a file is needed.`);
}
