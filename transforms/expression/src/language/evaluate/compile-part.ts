import type { FieldNode, IndexNode, Node } from '../syntax/node.ts';
import { aKind, kindOf } from '../values/kind-of.ts';
import { isList, type ListValue } from '../values/list-value.ts';
import { isMap, lookupKey } from '../values/map-value.ts';
import type { Value } from '../values/value.ts';
import type { Code } from './code.ts';
import { failedAt, failure } from './evaluation-failure.ts';

export function selectCode({ target, field, start }: FieldNode, compile: (node: Node) => Code): Code {
  const code = compile(target);
  return (at) => {
    const container = code(at);
    try {
      const value = isMap(container) ? container.get(field) : undefined;
      if (value !== undefined) return value;
    } catch (error) {
      throw failedAt(error, start);
    }
    throw failedAt(failure(missingField(container, field)), start);
  };
}

export function hasCode({ target, field, start }: FieldNode, compile: (node: Node) => Code): Code {
  const code = compile(target);
  return (at) => {
    const container = code(at);
    if (isMap(container)) return container.has(field);
    throw failedAt(failure(missingField(container, field)), start);
  };
}

export function indexCode({ target, index, start }: IndexNode, compile: (node: Node) => Code): Code {
  const [containerCode, keyCode] = [compile(target), compile(index)];
  return (at) => {
    const container = containerCode(at);
    const key = keyCode(at);
    try {
      return isList(container) ? itemOf(container, key) : entryOf(container, key);
    } catch (error) {
      throw failedAt(error, start);
    }
  };
}

function itemOf(list: ListValue, key: Value): Value {
  const position = lookupKey(key);
  if (typeof position !== 'bigint')
    throw failure(`the position in a list is an int, not ${aKind(kindOf(key))}`);
  if (position >= 0n && position < BigInt(list.size)) return list.at(Number(position));
  throw failure(`there is no item ${position} in a list of ${list.size}`);
}

function entryOf(container: Value, key: Value): Value {
  if (!isMap(container)) throw failure(`${aKind(kindOf(container))} has no items`);
  const value = container.get(key);
  if (value !== undefined) return value;
  throw failure('there is no such key in the map; test for it with in');
}

function missingField(container: Value, field: string): string {
  if (isMap(container)) return `there is no field '${field}'; test for it with has()`;
  const hint = container === null ? ': test for null first' : '';
  return `${aKind(kindOf(container))} has no field '${field}'${hint}`;
}
