/** The bytes of a file, or of what is packed in it. */
export interface ByteSource {
  /** Fills the target with what stands at a position; resolves to how many bytes that were, 0 at the end. */
  read(target: Buffer, position: number): Promise<number>;
  close(): Promise<void>;
}
