import {
  ConfigError,
  defineKeyAndValue,
  parseFieldPath,
  type RecordPart,
  type Transformation,
} from '@sluice/connect-api';
import { transformsPackage, version } from '../names.ts';
import { ValueReader } from '../record/read/value-reader.ts';
import { RecordExpression } from '../record/record-expression.ts';
import {
  configuredFields,
  declaredTypes,
  expressionConfig,
  expressionIssues,
  fieldKeys,
  type ExpressionConfig,
} from './expression-config.ts';
import { FieldComputer } from './field-computer.ts';
import { WholeComputer } from './whole-computer.ts';

export const expression = defineKeyAndValue({
  className: `${transformsPackage}.Expression`,
  version,
  summary:
    'Computes fields, new ones or in the place of old ones, or the whole key or value. `fields.<path>` holds the ' +
    'expression of a field; names in paths are separated by dots, a name with dots stands between backticks.',
  config: expressionConfig,
  keysFor: fieldKeys,
  validate: expressionIssues,
  createFor(part, config) {
    const [issue] = expressionIssues(config);
    if (issue !== undefined) throw new ConfigError(issue.message, { key: issue.key });
    return config.expression === null
      ? fieldComputer(part, config)
      : wholeComputer(part, config, config.expression);
  },
});

function fieldComputer(part: RecordPart, config: ExpressionConfig): Transformation {
  const appliesDefaults = config['replace.null.with.default'];
  const reader = new ValueReader(appliesDefaults);
  const types = declaredTypes(config);
  const fields = configuredFields(config).map(({ name, source }) => ({
    name,
    path: parseFieldPath(name, 'V2'),
    expression: new RecordExpression(source, reader),
    declared: types.get(name) ?? null,
  }));
  return new FieldComputer({ part, fields, appliesDefaults, maxSteps: config['max.steps'] });
}

function wholeComputer(part: RecordPart, config: ExpressionConfig, source: string): Transformation {
  const reader = new ValueReader(config['replace.null.with.default']);
  return new WholeComputer({
    part,
    expression: new RecordExpression(source, reader),
    declared: declaredTypes(config).get('') ?? null,
    maxSteps: config['max.steps'],
  });
}
