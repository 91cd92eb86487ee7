/** What is shorter is hardly a secret, and would be found all over a message. */
const shortestHidden = 4;

/** Values that must not be seen, each with what messages show in its place. */
export class HiddenTexts {
  static readonly none: HiddenTexts = new HiddenTexts();

  readonly #shownByValue = new Map<string, string>();

  get isEmpty(): boolean {
    return this.#shownByValue.size === 0;
  }

  add(value: string, shown: string): void {
    for (const form of [value, value.trim()]) {
      if (form.length >= shortestHidden) this.#shownByValue.set(form, shown);
    }
  }

  /** These values and those of another configuration. */
  with(other: HiddenTexts): HiddenTexts {
    const both = new HiddenTexts();
    for (const texts of [this, other]) {
      for (const [value, shown] of texts.#shownByValue) both.#shownByValue.set(value, shown);
    }
    return both;
  }

  /** The text without the values. */
  hide(text: string): string {
    const longestFirst = [...this.#shownByValue].sort(([a], [b]) => b.length - a.length);
    return longestFirst.reduce((hidden, [value, shown]) => hidden.replaceAll(value, () => shown), text);
  }

  /** Takes the values out of an error and what caused it; returns the error. */
  hideIn(error: unknown): unknown {
    if (this.isEmpty) return error;
    const seen = new Set<unknown>();
    for (let at = error; at instanceof Error && !seen.has(at); at = at.cause) {
      seen.add(at);
      at.message = this.hide(at.message);
      if (at.stack !== undefined) at.stack = this.hide(at.stack);
    }
    return typeof error === 'string' ? this.hide(error) : error;
  }

  /** What the action gives; what it throws comes without the values. */
  async guard<T>(action: () => Promise<T> | T): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw this.hideIn(error);
    }
  }
}
