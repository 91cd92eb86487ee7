import {
  DataError,
  defineConfig,
  definePredicate,
  type ConnectRecord,
  type Predicate,
} from '@sluice/connect-api';
import { Evaluation } from '../language/evaluate/evaluation.ts';
import { aKind, kindOf } from '../language/values/kind-of.ts';
import { transformsPackage, version } from '../names.ts';
import { maxSteps, requiredExpression } from '../record/expression-keys.ts';
import { ValueReader } from '../record/read/value-reader.ts';
import { RecordExpression } from '../record/record-expression.ts';

const matchesExpressionConfig = defineConfig({
  expression: requiredExpression({
    doc: "What has to be true of a record: `value.amount > 100 && topic.startsWith('orders.')`.",
    importance: 'high',
    kind: 'bool',
  }),
  'max.steps': maxSteps,
});

export const matchesExpression = definePredicate({
  className: `${transformsPackage}.predicates.MatchesExpression`,
  version,
  summary: 'Records for which an expression is true.',
  config: matchesExpressionConfig,
  createPredicate: (config) =>
    new ExpressionPredicate(
      new RecordExpression(config.expression, new ValueReader(true)),
      new Evaluation(config['max.steps']),
    ),
});

class ExpressionPredicate implements Predicate {
  readonly #expression: RecordExpression;
  readonly #at: Evaluation<ConnectRecord>;

  constructor(expression: RecordExpression, at: Evaluation<ConnectRecord>) {
    this.#expression = expression;
    this.#at = at;
  }

  test(record: ConnectRecord): boolean {
    this.#at.begin(record);
    try {
      const result = this.#expression.evaluate(this.#at);
      if (typeof result === 'boolean') return result;
      throw new DataError(`The expression has to be true or false, but it is ${aKind(kindOf(result))}`, {
        code: 'EXPRESSION_FAILED',
      });
    } finally {
      this.#at.end();
    }
  }
}
