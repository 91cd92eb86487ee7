import type { Decimal } from '@sluice/connect-api';
import type { Type } from '../check/type.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Duration } from '../values/duration.ts';
import type { Instant } from '../values/instant.ts';
import type { ListValue } from '../values/list-value.ts';
import type { MapValue } from '../values/map-value.ts';
import type { TypeName } from '../values/type-name.ts';
import type { Uint } from '../values/uint.ts';
import type { Value } from '../values/value.ts';

/** One way to call a function. */
export interface Overload {
  /** The kinds of its arguments, `dyn` for any. Of a member the first one is what stands before the dot. */
  readonly params: readonly Type['kind'][];
  readonly result: Type;
  /** @throws EvaluationFailure when there is no result. */
  run(first: Value, rest: readonly Value[], at: Evaluation): Value;
}

/** A function of the language. */
export interface FunctionDefinition {
  readonly name: string;
  /** Called as `name(x)`, as `x.name()`, or either way. */
  readonly style: 'global' | 'member' | 'both';
  readonly overloads: readonly Overload[];
}

/** The values of a kind. */
interface ValuesOfKind {
  readonly dyn: Value;
  readonly null: null;
  readonly bool: boolean;
  readonly int: bigint;
  readonly uint: Uint;
  readonly double: number;
  readonly decimal: Decimal;
  readonly string: string;
  readonly bytes: Uint8Array;
  readonly timestamp: Instant;
  readonly duration: Duration;
  readonly list: ListValue;
  readonly map: MapValue;
  readonly type: TypeName;
}

/** What a function is called with that has parameters of these kinds. */
export type ArgumentsOf<Params extends readonly Type['kind'][]> = {
  readonly [Index in keyof Params]: ValuesOfKind[Params[Index]];
};

/** Declares one way to call a function, of one argument or more. */
export function overload<First extends Type['kind'], const Rest extends readonly Type['kind'][]>(
  params: readonly [First, ...Rest],
  result: Type | Type['kind'],
  run: (first: ValuesOfKind[First], rest: ArgumentsOf<Rest>, at: Evaluation) => Value,
): Overload {
  return {
    params,
    result: typeof result === 'string' ? { kind: result } : result,
    run,
  };
}

export function member(name: string, ...overloads: readonly Overload[]): FunctionDefinition {
  return { name, style: 'member', overloads };
}

export function global(name: string, ...overloads: readonly Overload[]): FunctionDefinition {
  return { name, style: 'global', overloads };
}
