import { isStruct } from '@sluice/connect-api';
import type { Evaluation } from '../../language/evaluate/evaluation.ts';
import type { Value } from '../../language/values/value.ts';
import { ConnectList } from '../read/connect-list.ts';
import { ConnectMap } from '../read/connect-map.ts';
import { StructValue } from '../read/struct-value.ts';

/**
 * Takes the steps for all that is in a list, map or struct of a record, where it is put into something that is made.
 * In memory it is there once however often that is done, but not any more once the record is converted.
 * @throws StepsExhausted
 */
export function spendOnCopy(value: Value, at: Evaluation): void {
  const raw = rawOf(value);
  if (raw === null) return;
  const waiting: unknown[] = [raw];
  while (waiting.length > 0) {
    at.spend(1);
    const next = waiting.pop();
    if (typeof next === 'string' || next instanceof Uint8Array) at.spendOnReading(next.length);
    else for (const part of partsOf(next)) waiting.push(part);
  }
}

function rawOf(value: Value): unknown {
  if (value instanceof ConnectList) return value.array;
  if (value instanceof ConnectMap) return value.map;
  return value instanceof StructValue ? value.struct : null;
}

function* partsOf(raw: unknown): Iterable<unknown> {
  if (Array.isArray(raw)) yield* raw as unknown[];
  else if (raw instanceof Map) {
    for (const [key, value] of raw) {
      yield key;
      yield value;
    }
  } else if (isStruct(raw)) {
    for (const { index } of raw.schema.fields) yield raw.getAt(index);
  }
}
