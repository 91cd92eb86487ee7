import { literalCharacter, takeEscapedCharacter } from './character-escapes.ts';
import { takeCharacterSet, type CharacterSet } from './character-sets.ts';
import type { PatternCursor } from './pattern-cursor.ts';

/** A set as an atom of its own. */
export function bracketed({ content, negated }: CharacterSet): string {
  return `[${negated ? '^' : ''}${content}]`;
}

/**
 * Reads a class of characters, its opening bracket being read already, and returns what it is in JavaScript with
 * unicode sets: classes in classes, and those joined by `&&`, have only what is in all of them.
 * @throws PatternError when it is not closed.
 */
export function translateClass(cursor: PatternCursor): string {
  const negated = cursor.eat('^') ? '^' : '';
  const operands: string[][] = [[]];
  while (!cursor.eat(']') || operands.flat().length === 0) {
    if (cursor.atEnd) throw cursor.error('Unclosed character class', cursor.pattern.length - 1);
    // A bracket that closes nothing yet stands for itself.
    if (cursor.pattern.charAt(cursor.index - 1) === ']' && operands.flat().length === 0) {
      operands.at(-1)?.push(literalCharacter(']'));
    } else if (cursor.eat('&&')) {
      operands.push([]);
    } else {
      operands.at(-1)?.push(takeItem(cursor));
    }
  }
  const sets = operands.filter((items) => items.length > 0).map((items) => items.join(''));
  return sets.length === 1
    ? `[${negated}${sets[0]}]`
    : `[${negated}${sets.map((set) => `[${set}]`).join('&&')}]`;
}

function takeItem(cursor: PatternCursor): string {
  if (cursor.eat('[')) return translateClass(cursor);
  const first = takeCharacter(cursor);
  if (typeof first !== 'string') return bracketed(first);
  if (!/^-[^\][]/.test(cursor.pattern.slice(cursor.index, cursor.index + 2))) return literalCharacter(first);
  cursor.take();
  const start = cursor.index;
  const last = takeCharacter(cursor);
  if (typeof last !== 'string' || (last.codePointAt(0) ?? 0) < (first.codePointAt(0) ?? 0)) {
    throw cursor.error('Illegal character range', start);
  }
  return `${literalCharacter(first)}-${literalCharacter(last)}`;
}

function takeCharacter(cursor: PatternCursor): string | CharacterSet {
  if (!cursor.eat('\\')) return cursor.take();
  return takeCharacterSet(cursor) ?? takeEscapedCharacter(cursor);
}
