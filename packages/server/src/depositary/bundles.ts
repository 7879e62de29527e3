export type Bundles = {
  /** The bundle of a statement as published last, a zip, streamed. */
  open(statementId: string): Promise<ReadableStream<Uint8Array>>;
};
