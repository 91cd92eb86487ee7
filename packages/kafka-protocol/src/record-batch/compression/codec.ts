export interface DecompressOptions {
  /** More than this is refused, before it is in memory. */
  readonly maxBytes: number;
  /** Whether this is format version 0, whose LZ4 frames carry a wrong header checksum (KIP-57). */
  readonly isFormat0?: boolean;
}

/** One way to compress, loaded when first used. */
export interface CompressionCodec {
  /** `level` means what it means to the algorithm; where the algorithm has none it is ignored. */
  compress(bytes: Buffer, level: number | undefined): Buffer;
  decompress(bytes: Buffer, options: DecompressOptions): Buffer;
}
