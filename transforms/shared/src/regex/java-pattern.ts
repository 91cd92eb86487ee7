import type { Validator } from '@sluice/connect-api';
import { regularExpression } from '@sluice/connect-api';
import { groupKey, translatePattern, type TranslatedPattern } from './translate-pattern.ts';

/** What was found: the text of a group by its number, 0 for the whole; empty when it took no part. */
export interface FoundText {
  readonly start: number;
  readonly end: number;
  group(number: number): string;
}

/** A regular expression as Java understands it. */
export class JavaPattern {
  readonly groups: Pick<TranslatedPattern, 'groupCount' | 'groupNumbers'>;
  readonly #whole: RegExp;
  readonly #any: RegExp;

  /** @throws PatternError when it is no pattern, or has no counterpart in JavaScript. */
  constructor(pattern: string) {
    const translated = translatePattern(pattern);
    this.groups = translated;
    this.#whole = new RegExp(`^(?:${translated.source})$`, 'v');
    this.#any = new RegExp(translated.source, 'v');
  }

  /** Whether it matches the whole text. */
  matches(text: string): boolean {
    return this.#whole.test(text);
  }

  /** The first place where it matches; `null` when there is none. */
  find(text: string): FoundText | null {
    const match = this.#any.exec(text);
    if (match === null) return null;
    return {
      start: match.index,
      end: match.index + match[0].length,
      group: (number) => (number === 0 ? match[0] : (match.groups?.[groupKey(number)] ?? '')),
    };
  }
}

/** Texts that are patterns; `null` is refused. */
export const patternValidator: Validator<string> = regularExpression((pattern) => {
  try {
    return new JavaPattern(pattern).groups.groupCount < 0 ? '' : null;
  } catch (error) {
    return (error as Error).message;
  }
});
