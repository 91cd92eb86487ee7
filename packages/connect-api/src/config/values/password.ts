const hidden = '[hidden]';

/**
 * A secret from a configuration. However it is printed (text, JSON, a log, a debugger) it shows as `[hidden]`;
 * {@link Password.reveal} is the only way to the text.
 */
export class Password {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The secret itself: hand it to what needs it, keep it nowhere. */
  reveal(): string {
    return this.#secret;
  }

  /** Whether both hold the same secret. */
  equals(other: Password): boolean {
    return this.#secret === other.reveal();
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return hidden;
  }
}
