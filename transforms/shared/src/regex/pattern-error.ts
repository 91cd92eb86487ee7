/** A pattern that is no regular expression; its message has the form of Java's. */
export class PatternError extends Error {
  /** @param index - of the character at fault. */
  constructor(reason: string, pattern: string, index: number) {
    super(`${reason} near index ${index}\n${pattern}\n${' '.repeat(index)}^`);
    this.name = 'PatternError';
  }
}
