export type Bundles = {
  /** The bundle of a statement as published last, a zip, streamed: no more than a few tiles of it are ever in memory. */
  open(statementId: string): Promise<ReadableStream<Uint8Array>>;
};
