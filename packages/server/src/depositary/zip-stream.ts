import { Zip, ZipDeflate } from "fflate";

/** The earliest moment that a zip can tell, so that the same files always give the same archive. */
const EPOCH = new Date(1980, 0, 1);
/** Fast: what weighs most in a bundle is digests, which do not shrink. */
const LEVEL = 3;

/**
 * A zip archive of `files`, made while it is read: the next file is asked for only when the reader has taken the last.
 * Leaving off early ends the iteration.
 */
export function zipStream(
  files: AsyncGenerator<{ readonly name: string; readonly bytes: Uint8Array }>,
): ReadableStream<Uint8Array> {
  let chunks: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else chunks.push(chunk);
  });
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await files.next();
      if (next.done) zip.end();
      else addFile(zip, next.value);
      if (failure) throw failure;
      const ready = Buffer.concat(chunks);
      chunks = [];
      if (ready.length > 0) controller.enqueue(ready);
      if (next.done) controller.close();
    },
    async cancel() {
      zip.terminate();
      await files.return(undefined);
    },
  });
}

function addFile(zip: Zip, { name, bytes }: { name: string; bytes: Uint8Array }): void {
  const file = new ZipDeflate(name, { level: LEVEL });
  file.mtime = EPOCH;
  zip.add(file);
  file.push(bytes, true);
}
