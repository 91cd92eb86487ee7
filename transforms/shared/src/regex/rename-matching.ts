import type { JavaPattern } from './java-pattern.ts';
import type { Replacement } from './replacement.ts';

/**
 * A name with the match replaced where all of it matches, else as it is. What is replaced is what is found first:
 * usually, but not always, the whole name.
 * @throws DataError when something is wrong with the replacement.
 */
export function renameMatching(name: string, pattern: JavaPattern, replacement: Replacement): string {
  const found = pattern.matches(name) ? pattern.find(name) : null;
  if (found === null) return name;
  return name.slice(0, found.start) + replacement.expand(found) + name.slice(found.end);
}
