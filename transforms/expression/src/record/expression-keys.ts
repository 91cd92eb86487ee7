import { aKind } from '../language/values/kind-of.ts';
import {
  between,
  boolean,
  int,
  refusal,
  string,
  type ConfigKey,
  type Importance,
  type Validator,
} from '@sluice/connect-api';
import { formatType, type Type } from '../language/check/type.ts';
import { ExpressionSyntaxError, formatPosition } from '../language/syntax/expression-issue.ts';
import { RecordExpression } from './record-expression.ts';
import { ValueReader } from './read/value-reader.ts';

/** `max.steps`: how much an expression may do. */
export const maxSteps = int({
  doc:
    'How many steps the expressions may take for one record. A record that needs more is one that cannot be worked ' +
    'on: `errors.tolerance` decides. One step is a part of an expression, each time it is evaluated, or so many ' +
    'characters that are read (64) or made (16).',
  importance: 'low',
  default: 100_000,
  validator: between(1, 1_000_000),
});

/** `replace.null.with.default`, as other transformations have it. */
export const replaceNullWithDefault = boolean({
  doc: 'Whether a field that is null is read and copied as the default value of its schema, where it has one.',
  importance: 'medium',
  default: true,
});

export interface ExpressionKeyOptions {
  readonly doc: string;
  readonly importance: Importance;
  /** What the result has to be. */
  readonly kind?: Type['kind'];
}

/** A key for an expression that has to be there. */
export function requiredExpression({ doc, importance, kind }: ExpressionKeyOptions): ConfigKey<string> {
  return string({ doc, importance, width: 'long', validator: expressionValidator(kind) });
}

/** A key for an expression that may be left out. */
export function optionalExpression({
  doc,
  importance,
  kind,
}: ExpressionKeyOptions): ConfigKey<string | null> {
  return string({ doc, importance, width: 'long', default: null, validator: expressionValidator(kind) });
}

/** Checks all that can be checked of an expression before there is a record. */
function expressionValidator(kind: Type['kind'] = 'dyn'): Validator<string> {
  return {
    describe: () => (kind === 'dyn' ? 'expression' : `expression with ${aKind(kind)} as its result`),
    check: (checked) => {
      const problem = typeof checked.value === 'string' ? problemOf(checked.value, kind) : null;
      return problem === null ? null : refusal(checked, problem);
    },
  };
}

function problemOf(source: string, kind: Type['kind']): string | null {
  try {
    const { type } = new RecordExpression(source, new ValueReader(true));
    if (type.kind === 'type') return 'the result is a type, which is no value of Connect';
    const fits = kind === 'dyn' || ['dyn', 'null', kind].includes(type.kind);
    return fits ? null : `the result has to be ${aKind(kind)}, but it is ${aKind(formatType(type))}`;
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    return `${formatPosition(source, error.start)}: ${error.message}`;
  }
}
