/** A way to write text as bytes. Nothing fails: what it cannot write becomes `?`, what it cannot read U+FFFD. */
export interface Charset {
  decode(bytes: Buffer): string;
  /** A string stands for its UTF-8 bytes. */
  encode(text: string): Uint8Array | string;
}
