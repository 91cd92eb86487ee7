import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dyn } from './check/type.ts';
import { Evaluation } from './evaluate/evaluation.ts';
import { EvaluationFailure } from './evaluate/evaluation-failure.ts';
import { Program } from './program.ts';
import { ExpressionSyntaxError } from './syntax/expression-issue.ts';
import { Duration } from './values/duration.ts';
import { Instant } from './values/instant.ts';
import { isList, MadeList } from './values/list-value.ts';
import { isMap, lookupKey, MadeMap } from './values/map-value.ts';
import { TypeName } from './values/type-name.ts';
import { Uint } from './values/uint.ts';
import type { Value } from './values/value.ts';

/** A value as the protocol buffers of the specification have it in JSON. */
type Recorded = Readonly<Record<string, unknown>>;

interface Case {
  readonly name: string;
  readonly expr: string;
  readonly bindings?: Readonly<Record<string, { readonly value: Recorded }>>;
  readonly typeEnv?: readonly { readonly name: string }[];
  readonly value?: Recorded;
  readonly fails?: true;
  readonly unchecked?: true;
  readonly checkOnly?: true;
}

/** The tests of the specification of CEL that are about what this language has: no messages, no extra macros. */
const cases = JSON.parse(
  readFileSync(new URL('fixtures/cel-conformance.json', import.meta.url), 'utf8'),
) as readonly Case[];

function read(recorded: Recorded): Value {
  const [[kind, value]] = Object.entries(recorded) as [[string, never]];
  switch (kind) {
    case 'int64Value':
      return BigInt(value);
    case 'uint64Value':
      return new Uint(BigInt(value));
    case 'doubleValue':
      return Number(value);
    case 'bytesValue':
      return Buffer.from(value, 'base64');
    case 'nullValue':
      return null;
    case 'typeValue':
      return new TypeName(value);
    case 'listValue':
      return new MadeList(((value as { values?: Recorded[] }).values ?? []).map(read));
    case 'mapValue': {
      const entries = ((value as { entries?: { key: Recorded; value: Recorded }[] }).entries ?? []).map(
        (entry) => [read(entry.key), read(entry.value)] as const,
      );
      return new MadeMap(new Map(entries.map((entry) => [lookupKey(entry[0]) ?? '', entry])));
    }
    default:
      return value;
  }
}

/** Where this language is stricter or more exact than the specification's tests ask for, and what it does instead. */
const deliberate: ReadonlyMap<string, Partial<Case>> = new Map<string, Partial<Case>>([
  // What cannot be right is refused before there is a record, not got over with each of them.
  ...[
    'basic/variables/unbound_is_runtime_error',
    'basic/functions/unbound_is_runtime_error',
    'logic/AND/short_circuit_type_left',
    'logic/AND/short_circuit_type_right',
    'logic/OR/short_circuit_type_left',
    'logic/OR/short_circuit_type_right',
  ].map((name): [string, Partial<Case>] => [name, { fails: true }]),
  // Integers and doubles are compared by their exact values: 2^63 is more than 2^63 - 1.
  ['comparisons/lt_literal/not_lt_dyn_int_big_lossy_double', { value: { boolValue: true } }],
  ['comparisons/gt_literal/not_gt_dyn_big_double_int', { value: { boolValue: true } }],
  ['comparisons/lte_literal/lte_dyn_big_double_int', { value: { boolValue: false } }],
  ['comparisons/gte_literal/gte_dyn_int_big_lossy_double', { value: { boolValue: false } }],
]);

/** Values with their types, as something that can be compared. */
function shown(value: Value | undefined): unknown {
  if (value === undefined) return 'nothing';
  if (value instanceof Uint) return { uint: value.value };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (value instanceof TypeName) return { type: value.name };
  if (value instanceof Instant || value instanceof Duration) return String(value);
  if (isList(value)) return Array.from({ length: value.size }, (_, index) => shown(value.at(index)));
  if (isMap(value)) {
    const entries = [...value.keys()].map((key) => [shown(key), shown(value.get(key))]);
    return {
      map: entries.toSorted((a, b) => (JSON.stringify(String(a[0])) < JSON.stringify(String(b[0])) ? -1 : 1)),
    };
  }
  return value === 0 ? 0 : value;
}

function evaluate({ expr, bindings = {}, typeEnv = [] }: Case): Value {
  const names = new Set([...Object.keys(bindings), ...typeEnv.map(({ name }) => name)]);
  const environment = new Map(
    Array.from(names, (name) => {
      const recorded = bindings[name]?.value;
      const value = recorded === undefined ? null : read(recorded);
      return [name, { type: dyn, read: () => value }] as const;
    }),
  );
  const program = new Program(expr, environment);
  const at = new Evaluation(1_000_000);
  at.begin(null);
  return program.evaluate(at);
}

function outcomeOf(one: Case): unknown {
  try {
    return shown(evaluate(one));
  } catch (error) {
    if (error instanceof EvaluationFailure || error instanceof ExpressionSyntaxError) return 'fails';
    throw error;
  }
}

function expectedOf({ fails, value = {} }: Case): unknown {
  return fails === true ? 'fails' : shown(read(value));
}

const all = cases.map((one): [string, Case] => {
  const changed = deliberate.get(one.name);
  return [one.name, changed?.fails === true ? { ...one, fails: true } : { ...one, ...changed }];
});

describe('expressions of CEL', () => {
  it('are tested as often as the documentation says', () => {
    expect([cases.length, deliberate.size]).toEqual([1173, 10]);
  });

  it.each(all.filter(([, { checkOnly }]) => checkOnly !== true))(
    'have the results of its specification: %s',
    (_, one) => {
      expect(outcomeOf(one)).toEqual(expectedOf(one));
    },
  );

  it.each(all.filter(([, { checkOnly }]) => checkOnly === true))(
    'are accepted as by its specification: %s',
    (_, one) => {
      const environment = new Map(
        (one.typeEnv ?? []).map(({ name }) => [name, { type: dyn, read: () => null }]),
      );
      expect(() => new Program(one.expr, environment)).not.toThrow();
    },
  );
});
