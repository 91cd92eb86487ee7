const wordBytes = 4;

/** Text that is looked for where it is expected. */
export class Piece {
  readonly bytes: Uint8Array;
  readonly length: number;
  /** All of it in words of four bytes; none when it is shorter than that. The last one may overlap the one before. */
  readonly #words: Int32Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.length = bytes.length;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const count = bytes.length < wordBytes ? 0 : Math.ceil(bytes.length / wordBytes);
    this.#words = Int32Array.from({ length: count }, (_, index) =>
      view.getInt32(Math.min(index * wordBytes, bytes.length - wordBytes), true),
    );
  }

  /** Whether it stands here, where there are as many bytes as it has. */
  isAt(text: DataView, position: number): boolean {
    const words = this.#words;
    const last = words.length - 1;
    if (last < 0) return this.#isShortAt(text, position);
    for (let index = 0; index < last; index += 1) {
      if (text.getInt32(position + index * wordBytes, true) !== words[index]) return false;
    }
    return text.getInt32(position + this.length - wordBytes, true) === words[last];
  }

  #isShortAt(text: DataView, position: number): boolean {
    const { bytes } = this;
    for (let index = 0; index < bytes.length; index += 1) {
      if (text.getUint8(position + index) !== bytes[index]) return false;
    }
    return true;
  }
}
