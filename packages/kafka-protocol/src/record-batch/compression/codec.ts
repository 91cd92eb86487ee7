export interface DecompressOptions {
  /** More than this is refused, before it is in memory. */
  readonly maxBytes: number;
}

/** One way to compress, loaded when first used. */
export interface CompressionCodec {
  /** `level` means what it means to the algorithm; where the algorithm has none it is ignored. */
  compress(bytes: Buffer, level: number | undefined): Buffer;
  decompress(bytes: Buffer, options: DecompressOptions): Buffer;
}
