import type { EncodedValue } from '../values/encode-value.ts';

/** Databases without arrays are given JSON, which is made elsewhere: none of their columns holds arrays. */
export function jsonArray(items: readonly (EncodedValue | null)[]): string {
  return JSON.stringify(items);
}
