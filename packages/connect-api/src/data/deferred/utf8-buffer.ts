const initialBytes = 64 * 1024;
const wordBytes = 4;
/** Longer ranges and texts are copied faster by the engine than piece by piece. */
const shortBytes = 256;
const shortText = 32;
/** A character takes at most so many bytes for each of its units. */
const bytesPerUnit = 3;

/** Text in the making, as UTF-8 bytes, in memory that is used again and grows as needed. */
export class Utf8Buffer {
  length = 0;
  #bytes = Buffer.alloc(0);
  #view = viewOf(this.#bytes);

  /** Adds a range of bytes that are UTF-8 already. */
  addBytes(source: DataView, start: number, end: number): void {
    const length = end - start;
    this.#makeRoom(length);
    if (length > shortBytes) {
      this.#bytes.set(new Uint8Array(source.buffer, source.byteOffset + start, length), this.length);
    } else if (length >= wordBytes) this.#addWords(source, start, length);
    else this.#addFew(source, start, length);
    this.length += length;
  }

  addText(text: string): void {
    this.#makeRoom(text.length * bytesPerUnit);
    if (text.length > shortText || !this.#addAscii(text)) {
      this.length += this.#bytes.write(text, this.length, 'utf8');
    }
  }

  /** What there is. It stays as it is until something is added after {@link clear}. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  /** Starts again, and lets go of the memory where it has become larger than this. */
  clear(maxKeptBytes: number): void {
    this.length = 0;
    if (this.#bytes.length > maxKeptBytes) this.#grow(initialBytes);
  }

  /** Copies at least one word. The last one may overlap the one before. */
  #addWords(source: DataView, start: number, length: number): void {
    const view = this.#view;
    const at = this.length;
    const last = length - wordBytes;
    for (let offset = 0; offset < last; offset += wordBytes) {
      view.setInt32(at + offset, source.getInt32(start + offset, true), true);
    }
    view.setInt32(at + last, source.getInt32(start + last, true), true);
  }

  #addFew(source: DataView, start: number, length: number): void {
    const view = this.#view;
    const at = this.length;
    for (let offset = 0; offset < length; offset += 1) {
      view.setUint8(at + offset, source.getUint8(start + offset));
    }
  }

  /** @returns false, having added nothing, where the text has other characters. */
  #addAscii(text: string): boolean {
    const view = this.#view;
    const start = this.length;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= 0x80) return false;
      view.setUint8(start + index, code);
    }
    this.length += text.length;
    return true;
  }

  #makeRoom(bytes: number): void {
    const needed = this.length + bytes;
    if (needed > this.#bytes.length) this.#grow(Math.max(needed, this.#bytes.length * 2, initialBytes));
  }

  #grow(bytes: number): void {
    const larger = Buffer.allocUnsafeSlow(bytes);
    larger.set(this.view());
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}
