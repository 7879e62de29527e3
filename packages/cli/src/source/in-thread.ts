import { MalformedError } from "@undersigned/core/errors.ts";
import type { BroughtIn, Reading } from "@undersigned/server/reading/reading.ts";
import type { Source } from "./read-source.ts";

/** Milliseconds for one source. Nobody else waits here, as they do at a server. */
const TIME_LIMIT = 120_000;

/**
 * Does something with a thread that has limits of time and memory: a file may be made to swell.
 * @throws what `work` throws; of a fault of ours there, that fault
 */
export async function inThread<T>(work: (reading: Reading) => Promise<T>): Promise<T> {
  const { createReading } = await import("@undersigned/server/reading/create-reading.ts");
  const faults: Error[] = [];
  const reading = createReading({ onFault: (error) => void faults.push(error), timeLimit: TIME_LIMIT });
  try {
    return await work(reading);
  } catch (error) {
    throw faults[0] ?? error;
  } finally {
    await reading.close();
  }
}

/** Brings in, and says of which file it was where it cannot. @throws MalformedError, RefusedError */
export async function bringInNamed(reading: Reading, { name, bytes, hints }: Source): Promise<BroughtIn> {
  try {
    return await reading.bringIn(bytes, hints);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    const { line, column } = error;
    throw new MalformedError(error.code, `${name}: ${error.message}`, { cause: error, line, column });
  }
}
