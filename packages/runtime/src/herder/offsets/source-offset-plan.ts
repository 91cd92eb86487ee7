import {
  BadRequestError,
  formatNumber,
  type OffsetValue,
  type SourceOffsetChange,
} from '@sluice/connect-api';
import { inJavaHashOrder } from '../../group/protocol/java-hash-order.ts';
import { canonicalOffsetKey } from '../../stores/offset-codec.ts';
import type { OffsetEntry } from '../../stores/offset-store.ts';
import type { PlannedChange } from './offset-access.ts';
import { isList, type ConnectorOffset, type ExactJson, type OffsetFields } from './offset-json.ts';

/** A change with what is to be stored for it. */
export interface SourceOffsetPlan extends PlannedChange<SourceOffsetChange> {
  readonly entry: OffsetEntry;
}

/**
 * What a request for a source asks for; of several for one partition the last one counts.
 * @throws DataError when a partition or offset holds what cannot be stored.
 */
export function planSourceOffsets(
  connector: string,
  request: readonly ConnectorOffset[],
): SourceOffsetPlan[] {
  const plans = request.map(({ partition, offset }) => {
    const key = `[${JSON.stringify(connector)},${storedText(partition)}]`;
    const change = { partition: fieldsOf(partition), offset: fieldsOf(offset) };
    const value = offset === null ? null : storedText(offset);
    return { id: canonicalOffsetKey(key), change, entry: { key, value } };
  });
  return [...new Map(plans.map((plan) => [plan.id, plan])).values()];
}

/** As a Java worker writes it, in the order of its hash tables: new keys are found by connectors in Java too. */
function storedText(fields: OffsetFields | null): string {
  if (fields === null) return 'null';
  const members = inJavaHashOrder(Object.keys(fields)).map(
    (name) => `${JSON.stringify(name)}:${storedValue(name, fields[name] ?? null)}`,
  );
  return `{${members.join(',')}}`;
}

function storedValue(field: string, value: ExactJson): string {
  if (typeof value === 'bigint')
    return BigInt.asIntN(64, value) === value ? String(value) : refuse(field, bigInteger);
  if (typeof value === 'number')
    return Number.isFinite(value) ? formatNumber('FLOAT64', value) : refuse(field, 'a number beyond 64 bits');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return refuse(field, isList(value) ? 'ARRAY' : 'MAP');
}

const bigInteger = 'class java.math.BigInteger';

function refuse(field: string, what: string): never {
  throw new BadRequestError(
    `Offsets may only contain primitive types as values, but field ${field} contains ${what}`,
  );
}

/** As connectors get their offsets: whole numbers are `bigint` only where they must be. */
function fieldsOf(fields: OffsetFields | null): Readonly<Record<string, OffsetValue>> | null {
  if (fields === null) return null;
  const entries = Object.entries(fields).map(([name, value]) => [name, valueOf(value)] as const);
  return Object.fromEntries(entries);
}

/** What was stored before has only such values. */
function valueOf(value: ExactJson): OffsetValue {
  if (typeof value !== 'bigint') return value as OffsetValue;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
