import type { ListNode, MapNode, Node } from '../syntax/node.ts';
import { aKind, kindOf } from '../values/kind-of.ts';
import { MadeList } from '../values/list-value.ts';
import { lookupKey, MadeMap } from '../values/map-value.ts';
import type { Value } from '../values/value.ts';
import type { Code } from './code.ts';
import { failedAt, failure } from './evaluation-failure.ts';

export function listCode({ items }: ListNode, compile: (node: Node) => Code): Code {
  const codes = items.map(compile);
  return (at) => {
    const values: Value[] = [];
    for (const code of codes) values.push(code(at));
    return new MadeList(values);
  };
}

export function mapCode({ entries }: MapNode, compile: (node: Node) => Code): Code {
  const codes = entries.map(([key, value]) => ({
    key: compile(key),
    value: compile(value),
    start: key.start,
  }));
  return (at) => {
    const made = new Map<string | boolean | bigint, readonly [Value, Value]>();
    for (const { key, value, start } of codes) {
      const keyValue = key(at);
      const lookup = typeof keyValue === 'number' ? null : lookupKey(keyValue);
      if (lookup === null) {
        throw failedAt(
          failure(`the key of a map is a string, an int, a uint or a bool, not ${aKind(kindOf(keyValue))}`),
          start,
        );
      }
      if (made.has(lookup)) throw failedAt(failure('a map has each key once'), start);
      made.set(lookup, [keyValue, value(at)]);
    }
    return new MadeMap(made);
  };
}
