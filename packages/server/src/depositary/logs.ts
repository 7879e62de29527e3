/** C2SP tlog-tiles reading. `log` is a statement's id, or "heads". */
export type Logs = {
  /**
   * The last published checkpoint, a signed note; null before the first. That of the log of heads carries the
   * cosignatures that there are of it by now.
   */
  checkpoint(log: string): Promise<Uint8Array | null>;
  /** `path` as in C2SP tlog-tiles, "tile/0/x001/067.p/12"; null when the published tree has no such tile. Immutable. */
  tile(log: string, path: string): Promise<Uint8Array | null>;
};
