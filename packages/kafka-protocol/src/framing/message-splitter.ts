import { ProtocolError } from '../wire/protocol-error.ts';

const prefixSize = 4;

/** Smaller messages share memory. */
const ownMemoryBytes = 2048;

/** Cuts the bytes of a connection into the messages between its size prefixes, each copied once. */
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

  /** The messages that `chunk` completes, without their prefixes. They are copies: the chunk may be used again. */
  push(chunk: Buffer): Buffer[] {
    const messages: Buffer[] = [];
    let position = 0;
    while (position < chunk.length) {
      if (this.#message === null) {
        position += this.#fillPrefix(chunk, position);
        if (this.#prefixFilled === prefixSize) this.#message = this.#begin();
      }
      if (this.#message === null) continue;
      position += this.#fillMessage(this.#message, chunk, position);
      if (this.#messageFilled === this.#message.length) messages.push(this.#take(this.#message));
    }
    return messages;
  }

  #fillPrefix(chunk: Buffer, position: number): number {
    const taken = Math.min(prefixSize - this.#prefixFilled, chunk.length - position);
    chunk.copy(this.#prefix, this.#prefixFilled, position, position + taken);
    this.#prefixFilled += taken;
    return taken;
  }

  /** Makes room for the message whose prefix is complete. */
  #begin(): Buffer {
    const size = this.#prefix.readInt32BE(0);
    if (size < 0 || size > this.#maxMessageBytes) {
      throw new ProtocolError(`message of ${size} bytes, at most ${this.#maxMessageBytes} are allowed`);
    }
    this.#prefixFilled = 0;
    return size < ownMemoryBytes ? Buffer.allocUnsafe(size) : Buffer.allocUnsafeSlow(size);
  }

  #fillMessage(message: Buffer, chunk: Buffer, position: number): number {
    const taken = Math.min(message.length - this.#messageFilled, chunk.length - position);
    chunk.copy(message, this.#messageFilled, position, position + taken);
    this.#messageFilled += taken;
    return taken;
  }

  #take(message: Buffer): Buffer {
    this.#message = null;
    this.#messageFilled = 0;
    return message;
  }
}
