import { typeOf, type Type } from '../check/type.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { failure } from '../evaluate/evaluation-failure.ts';
import { isList, MadeList, type ListValue } from '../values/list-value.ts';
import type { Value } from '../values/value.ts';
import { characterCount, characterIndexOf, unitIndexOf } from './code-points.ts';
import { member, overload, type ArgumentsOf, type FunctionDefinition, type Overload } from './overload.ts';

type Kinds = readonly Type['kind'][];

/** An overload for texts that reads the whole text. */
function onText<const Rest extends Kinds>(
  rest: Rest,
  result: Type | Type['kind'],
  run: (text: string, rest: ArgumentsOf<Rest>, at: Evaluation) => Value,
): Overload {
  return overload(['string', ...rest], result, (text, others: ArgumentsOf<Rest>, at) => {
    at.spendOnReading(text.length);
    return run(text, others, at);
  });
}

/** An overload that searches the text for the first of the other arguments. */
function searching<const Rest extends Kinds>(
  rest: Rest,
  result: Type | Type['kind'],
  run: (text: string, rest: ArgumentsOf<readonly ['string', ...Rest]>, at: Evaluation) => Value,
): Overload {
  return onText(
    ['string', ...rest],
    result,
    (text, others: ArgumentsOf<readonly ['string', ...Rest]>, at) => {
      // In the worst case, `aaa…` in `aaaa…`, a search compares every character with every other one.
      at.spend(Math.floor((text.length * others[0].length) / comparisonsPerStep));
      return run(text, others, at);
    },
  );
}

const comparisonsPerStep = 1024;

/** An overload that makes a text about as long as it gets. */
function rewriting(run: (text: string) => string): Overload {
  return overload(['string'], 'string', (text: string, _: readonly [], at) => {
    at.spendOnMaking(text.length);
    return run(text);
  });
}

function asciiMapped(pattern: RegExp, map: (letter: string) => string): (text: string) => string {
  return (text) => text.replace(pattern, map);
}

const blanks = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const leadingBlanks = new RegExp(`^${blanks}+`);
const blank = new RegExp(blanks);

function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && blank.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end).replace(leadingBlanks, '');
}

function substring(text: string, [from, to]: readonly [bigint, bigint?]): string {
  const start = unitIndexOf(text, from);
  const end = to === undefined ? text.length : unitIndexOf(text, to);
  if (end < start) throw failure('substring() ends before it starts');
  return text.slice(start, end);
}

function indexOf(text: string, [searched, from = 0n]: readonly [string, bigint?]): bigint {
  return characterIndexOf(text, text.indexOf(searched, unitIndexOf(text, from)));
}

function lastIndexOf(text: string, [searched, from]: readonly [string, bigint?]): bigint {
  const start = from === undefined ? text.length : unitIndexOf(text, from);
  return characterIndexOf(text, text.lastIndexOf(searched, start));
}

function charAt(text: string, [index]: readonly [bigint]): string {
  const start = unitIndexOf(text, index);
  return String.fromCodePoint(
    ...Array.from(text.slice(start, start + 2), (one) => one.codePointAt(0) ?? 0).slice(0, 1),
  );
}

function replace(
  text: string,
  [searched, replacement, limit = -1n]: readonly [string, string, bigint?],
  at: Evaluation,
): string {
  const pieces = splitText(text, searched, at);
  const replaced = limit < 0n ? pieces.length - 1 : Math.min(Number(limit), pieces.length - 1);
  at.spendOnMaking(text.length + replaced * replacement.length);
  const rest = pieces.slice(replaced).join(searched);
  return [...pieces.slice(0, replaced), rest].join(replacement);
}

function split(text: string, [separator, limit = -1n]: readonly [string, bigint?], at: Evaluation): Value {
  if (limit === 0n) return new MadeList([]);
  const pieces = splitText(text, separator, at);
  const count = limit < 0n ? pieces.length : Math.min(Number(limit), pieces.length);
  return new MadeList([...pieces.slice(0, count - 1), pieces.slice(count - 1).join(separator)]);
}

/** The empty separator stands between all characters, and for `replace` also before and after them. */
function splitText(text: string, separator: string, at: Evaluation): string[] {
  at.spendOnMaking(text.length);
  const pieces = separator === '' ? Array.from(text) : text.split(separator);
  at.spend(pieces.length);
  return pieces;
}

function join(list: ListValue, [separator = '']: readonly [string?], at: Evaluation): string {
  const texts: string[] = [];
  let length = 0;
  for (let index = 0; index < list.size; index += 1) {
    at.spend(1);
    const item = list.at(index);
    if (typeof item !== 'string') throw failure('join() takes a list of strings');
    length += item.length + separator.length;
    texts.push(item);
  }
  at.spendOnMaking(length);
  return texts.join(separator);
}

function reversed(text: string): string {
  return Array.from(text).toReversed().join('');
}

const texts = { kind: 'list', item: typeOf('string') } as const;

/** What can be done with texts: CEL's own functions and its extension for strings. Positions count characters. */
export const textFunctions: readonly FunctionDefinition[] = [
  member(
    'contains',
    searching([], 'bool', (text, [part]: readonly [string]) => text.includes(part)),
  ),
  member(
    'startsWith',
    onText(['string'], 'bool', (text, [part]: readonly [string]) => text.startsWith(part)),
  ),
  member(
    'endsWith',
    onText(['string'], 'bool', (text, [part]: readonly [string]) => text.endsWith(part)),
  ),
  member('lowerAscii', rewriting(asciiMapped(/[A-Z]+/g, (letters) => letters.toLowerCase()))),
  member('upperAscii', rewriting(asciiMapped(/[a-z]+/g, (letters) => letters.toUpperCase()))),
  member('trim', rewriting(trimmed)),
  member('reverse', rewriting(reversed)),
  member('charAt', onText(['int'], 'string', charAt)),
  member('indexOf', searching([], 'int', indexOf), searching(['int'], 'int', indexOf)),
  member('lastIndexOf', searching([], 'int', lastIndexOf), searching(['int'], 'int', lastIndexOf)),
  member('substring', onText(['int'], 'string', substring), onText(['int', 'int'], 'string', substring)),
  member(
    'replace',
    searching(['string'], 'string', replace),
    searching(['string', 'int'], 'string', replace),
  ),
  member('split', searching([], texts, split), searching(['int'], texts, split)),
  member('join', overload(['list'], 'string', join), overload(['list', 'string'], 'string', join)),
  {
    name: 'size',
    style: 'both',
    overloads: [
      onText([], 'int', (text) => BigInt(characterCount(text))),
      overload(['bytes'], 'int', (bytes: Uint8Array) => BigInt(bytes.length)),
      overload(['list'], 'int', sizeOf),
      overload(['map'], 'int', sizeOf),
    ],
  },
];

function sizeOf(value: Value): bigint {
  return BigInt(isList(value) ? value.size : (value as { readonly size: number }).size);
}
