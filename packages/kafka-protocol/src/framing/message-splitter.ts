import { ProtocolError } from '../wire/protocol-error.ts';

const prefixSize = 4;

/** Cuts the bytes of a connection into the messages between its size prefixes, each copied at most once. */
export class MessageSplitter {
  readonly #maxMessageBytes: number;
  readonly #prefix = Buffer.alloc(prefixSize);
  #prefixFilled = 0;
  #message: Buffer | null = null;
  #messageFilled = 0;

  /** A size prefix above `maxMessageBytes` is refused before anything is allocated for it. */
  constructor(maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** The messages that `chunk` completes, without their prefixes; those wholly inside it are views of it. */
  push(chunk: Buffer): Buffer[] {
    const messages: Buffer[] = [];
    let position = 0;
    while (position < chunk.length) {
      if (this.#message === null) {
        position += this.#fillPrefix(chunk, position);
        position += this.#begin(chunk, { position, messages });
      } else {
        position += this.#fillMessage(chunk, position);
        if (this.#messageFilled === this.#message.length) messages.push(this.#take(this.#message));
      }
    }
    return messages;
  }

  #fillPrefix(chunk: Buffer, position: number): number {
    const taken = Math.min(prefixSize - this.#prefixFilled, chunk.length - position);
    chunk.copy(this.#prefix, this.#prefixFilled, position, position + taken);
    this.#prefixFilled += taken;
    return taken;
  }

  /** Starts the message whose prefix is complete; returns the bytes taken where it lies in the chunk as a whole. */
  #begin(chunk: Buffer, { position, messages }: { position: number; messages: Buffer[] }): number {
    if (this.#prefixFilled < prefixSize) return 0;
    const size = this.#prefix.readInt32BE(0);
    if (size < 0 || size > this.#maxMessageBytes) {
      throw new ProtocolError(`message of ${size} bytes, at most ${this.#maxMessageBytes} are allowed`);
    }
    this.#prefixFilled = 0;
    if (chunk.length - position < size) {
      this.#message = Buffer.allocUnsafeSlow(size);
      return 0;
    }
    messages.push(chunk.subarray(position, position + size));
    return size;
  }

  #fillMessage(chunk: Buffer, position: number): number {
    if (this.#message === null) return 0;
    const taken = Math.min(this.#message.length - this.#messageFilled, chunk.length - position);
    chunk.copy(this.#message, this.#messageFilled, position, position + taken);
    this.#messageFilled += taken;
    return taken;
  }

  #take(message: Buffer): Buffer {
    this.#message = null;
    this.#messageFilled = 0;
    return message;
  }
}
