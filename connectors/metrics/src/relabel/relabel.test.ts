import { describe, expect, it } from 'vitest';
import { relabel } from './relabel.ts';
import { parseRelabelRules } from './relabel-rules.ts';

function changed(
  labels: Record<string, string>,
  ...rules: Record<string, unknown>[]
): Record<string, string> | null {
  const result = relabel(new Map(Object.entries(labels)), parseRelabelRules(JSON.stringify(rules)));
  return result === null ? null : Object.fromEntries(result);
}

describe('labels', () => {
  it.each([
    [
      { source_labels: ['a', 'b'], separator: '-', target_label: 'c' },
      { a: '1', b: '2', c: '1-2' },
    ],
    [
      { source_labels: ['a'], regex: '(.)', target_label: 'c', replacement: 'x${1}y$1' },
      { a: '1', b: '2', c: 'x1y1' },
    ],
    [
      { source_labels: ['a'], regex: 'no', target_label: 'c' },
      { a: '1', b: '2' },
    ],
    [{ source_labels: ['a'], target_label: 'a', replacement: '' }, { b: '2' }],
    [
      { action: 'keep', source_labels: ['a'], regex: '1|3' },
      { a: '1', b: '2' },
    ],
    [{ action: 'keep', source_labels: ['a'], regex: '' }, null],
    [{ action: 'drop', source_labels: ['a'], regex: '1' }, null],
    [{ action: 'labeldrop', regex: 'a' }, { b: '2' }],
    [{ action: 'labelkeep', regex: 'a' }, { a: '1' }],
    [
      { action: 'labelmap', regex: '(a)', replacement: 'old_$1' },
      { a: '1', b: '2', old_a: '1' },
    ],
    [
      { action: 'uppercase', source_labels: ['c'], target_label: 'c' },
      { a: '1', b: '2' },
    ],
    // As Prometheus divides: by the last eight bytes of the MD5 of the text.
    [
      { action: 'hashmod', source_labels: ['a'], target_label: 'c', modulus: 1000 },
      { a: '1', b: '2', c: '291' },
    ],
  ])('%j', (rule, expected) => {
    expect(changed({ a: '1', b: '2' }, rule)).toEqual(expected);
  });

  it('pass one rule after the other', () => {
    const first = { source_labels: ['a'], target_label: 'b' };
    expect(changed({ a: 'x' }, first, { source_labels: ['b'], target_label: 'c' })).toEqual({
      a: 'x',
      b: 'x',
      c: 'x',
    });
  });
});

describe('rules', () => {
  it.each([
    ['{}', 'rules are a JSON array'],
    ['[{"action": "explode"}]', 'rule 1: action is one of'],
    ['[{"target_label": "a"}, {}]', 'rule 2: replace needs target_label'],
    ['[{"action": "hashmod", "target_label": "a"}]', 'rule 1: hashmod needs modulus'],
    ['[{"regexp": "a"}]', 'rule 1: there is no regexp'],
    ['[{"target_label": "a", "regex": "("}]', 'rule 1: Invalid regular expression'],
    ['[{"target_label": "a", "source_labels": "b"}]', 'rule 1: source_labels is an array'],
  ])('%s are refused', (text, message) => {
    expect(() => parseRelabelRules(text)).toThrow(message);
  });

  it('may be none', () => expect(parseRelabelRules(' ')).toEqual([]));
});
