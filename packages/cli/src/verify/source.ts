import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RefusedError } from "@undersigned/core/errors.ts";
import { tellNumber } from "@undersigned/core/verify/tell.ts";
import { startProgress } from "../progress.ts";
import { findBundleAddress, parseAddress } from "./address.ts";
import { fetchFile } from "./download.ts";

/** The largest bundle that is downloaded, in bytes: as much as a zip can hold. */
const DOWNLOAD_LIMIT = 4_294_967_296;

/** Something to verify, as a file here. */
export type Source = {
  readonly path: string;
  /** Receipts are JSON, bundles are zips: the first byte tells. */
  readonly kind: "bundle" | "receipt";
  /** Deletes what was downloaded. */
  dispose(): Promise<void>;
};

/**
 * @param argument a file, or the address of a statement's page or of its bundle, which is downloaded
 * @throws RefusedError `invalid_field`, `unavailable`, `not_found`
 * @throws Error of node:fs when the file cannot be read
 */
export async function openSource(argument: string): Promise<Source> {
  if (!/^https?:\/\//i.test(argument)) {
    return { path: argument, kind: await readKind(argument), dispose: async () => undefined };
  }
  const url = findBundleAddress(parseAddress(argument, "the address"));
  const folder = await mkdtemp(join(tmpdir(), "undersigned-"));
  const dispose = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, "bundle.zip");
  const progress = startProgress((done, total) => {
    const of = total === null ? "" : ` of ${tellNumber(Math.ceil(total / 1000))}`;
    return `Downloading: ${tellNumber(Math.floor(done / 1000))}${of} kB`;
  });
  try {
    await fetchFile(url, path, { limit: DOWNLOAD_LIMIT, accept: "application/zip", onProgress: progress.tell });
    return { path, kind: "bundle", dispose };
  } catch (error) {
    await dispose();
    throw error;
  } finally {
    progress.end();
  }
}

async function readKind(path: string): Promise<Source["kind"]> {
  const file = await open(path, "r");
  try {
    if ((await file.stat()).isDirectory()) {
      throw new RefusedError("invalid_field", `${path} is a folder: give the zip as it was downloaded.`);
    }
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 0);
    return buffer.toString() === "{" ? "receipt" : "bundle";
  } finally {
    await file.close();
  }
}
