import type { Reference } from './references.ts';

/** What is shorter is hardly a secret, and would be found all over a message. */
const shortestHidden = 4;

/** The values that providers gave, so that messages show the references to them instead. */
export class ProvidedTexts {
  static readonly none: ProvidedTexts = new ProvidedTexts();

  readonly #referenceByValue = new Map<string, string>();

  get isEmpty(): boolean {
    return this.#referenceByValue.size === 0;
  }

  add(value: string, { provider, path, key }: Reference): void {
    const reference = path === '' ? `\${${provider}:${key}}` : `\${${provider}:${path}:${key}}`;
    for (const form of [value, value.trim()]) {
      if (form.length >= shortestHidden) this.#referenceByValue.set(form, reference);
    }
  }

  /** These values and those of another configuration. */
  with(other: ProvidedTexts): ProvidedTexts {
    const both = new ProvidedTexts();
    for (const texts of [this, other]) {
      for (const [value, reference] of texts.#referenceByValue) both.#referenceByValue.set(value, reference);
    }
    return both;
  }

  /** The text with the reference wherever a value stands. */
  hide(text: string): string {
    const longestFirst = [...this.#referenceByValue].sort(([a], [b]) => b.length - a.length);
    return longestFirst.reduce(
      (hidden, [value, reference]) => hidden.replaceAll(value, () => reference),
      text,
    );
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
