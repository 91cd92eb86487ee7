import { DataError } from '@sluice/connect-api';
import type { FoundText, JavaPattern } from './java-pattern.ts';

/** Text that stands for itself, or the number of a group. */
type Part = string | number;

/** A replacement in its parts, or what is wrong with it in Java's words. */
type Parsed = { readonly parts: readonly Part[]; readonly problem: null } | { readonly problem: string };

const element = /\\([^]?)|\$(?:\{([^}]*)\}|(\d+)|([^]?))|[^\\$]+/g;

/** What is put in the place of a match: `$1` and `${name}` stand for groups, a backslash before a character for it. */
export class Replacement {
  readonly #parsed: Parsed;

  constructor(text: string, pattern: JavaPattern) {
    this.#parsed = parse(text, pattern);
  }

  /** What is wrong with it; `null` when it can be used. */
  get problem(): string | null {
    return this.#parsed.problem;
  }

  /** @throws DataError when something is wrong with it. */
  expand(found: FoundText): string {
    if (this.#parsed.problem !== null) {
      throw new DataError(this.#parsed.problem, { javaClassName: 'java.lang.IllegalArgumentException' });
    }
    return this.#parsed.parts.map((part) => (typeof part === 'string' ? part : found.group(part))).join('');
  }
}

function parse(text: string, { groups }: JavaPattern): Parsed {
  const parts: Part[] = [];
  for (const [whole, escaped, name, digits, other] of text.matchAll(element)) {
    if (escaped !== undefined) {
      if (escaped === '') return { problem: 'character to be escaped is missing' };
      parts.push(escaped);
    } else if (name !== undefined) {
      const number = groups.groupNumbers.get(name);
      if (number === undefined) return { problem: problemWithName(name) };
      parts.push(number);
    } else if (digits !== undefined) {
      const number = longestGroup(digits, groups.groupCount);
      if (number === null) return { problem: `No group ${digits.charAt(0)}` };
      parts.push(number, digits.slice(String(number).length));
    } else if (other === undefined) {
      parts.push(whole);
    } else {
      return {
        problem: other === '' ? 'Illegal group reference: group index is missing' : 'Illegal group reference',
      };
    }
  }
  return { parts, problem: null };
}

function problemWithName(name: string): string {
  return /^\d/.test(name)
    ? `capturing group name {${name}} starts with digit character`
    : `No group with name {${name}}`;
}

/** The number of the first digits for which there is a group; `null` when there is none even for the first. */
function longestGroup(digits: string, groupCount: number): number | null {
  let number = Number(digits.charAt(0));
  if (number > groupCount) return null;
  for (const digit of digits.slice(1)) {
    const longer = number * 10 + Number(digit);
    if (longer > groupCount) break;
    number = longer;
  }
  return number;
}
