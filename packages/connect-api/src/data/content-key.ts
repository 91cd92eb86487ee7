import { epochMsOf } from './calendar/far-instant.ts';
import { numberTypeOf, plainNumber } from './numbers/typed-number.ts';

/**
 * A text that is the same for equal values and, structs aside, different for others: what lets arrays, dates or
 * decimals be keys of a map by their content.
 */
export function contentKey(value: unknown): string {
  const numberType = numberTypeOf(value);
  if (numberType !== null) return `${numberType} ${numberText(plainNumber(value))}`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return objectKey(value);
}

function numberText(value: unknown): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function objectKey(value: object): string {
  if (value instanceof Uint8Array) return `bytes ${value.join(' ')}`;
  if (value instanceof Date) return `instant ${epochMsOf(value)}`;
  if (Array.isArray(value)) return `[${value.map(contentKey).join()}]`;
  if (value instanceof Map) {
    return `{${Array.from(value, ([key, element]) => `${contentKey(key)}:${contentKey(element)}`)
      .sort()
      .join()}}`;
  }
  return `${value.constructor.name} ${(value as { toString: () => string }).toString()}`;
}

/** Finds keys by their content. */
export class ContentIndex {
  readonly #keys = new Map<string, unknown>();

  /** The key of equal content that came first: this one, when there was none. */
  intern(key: unknown): unknown {
    if (typeof key === 'string') return key;
    const content = contentKey(key);
    if (!this.#keys.has(content)) this.#keys.set(content, key);
    return this.#keys.get(content);
  }
}
