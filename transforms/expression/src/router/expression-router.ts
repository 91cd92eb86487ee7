import { ConfigError, defineTransformation } from '@sluice/connect-api';
import { transformsPackage, version } from '../names.ts';
import { ValueReader } from '../record/read/value-reader.ts';
import { RecordExpression } from '../record/record-expression.ts';
import { Router } from './router.ts';
import { configuredHeaders, headerKeys, routerConfig, routerIssues } from './router-config.ts';

export const expressionRouter = defineTransformation({
  className: `${transformsPackage}.ExpressionRouter`,
  version,
  summary:
    'Says by expressions which topic and partition a record goes to, and what its timestamp and headers are. ' +
    '`headers.<key>` holds the expression of a header.',
  config: routerConfig,
  keysFor: headerKeys,
  validate: routerIssues,
  createTransformation(config) {
    const [issue] = routerIssues(config);
    if (issue !== undefined) throw new ConfigError(issue.message, { key: issue.key });
    const reader = new ValueReader(true);
    const compiled = (source: string | null) =>
      source === null ? null : new RecordExpression(source, reader);
    return new Router({
      topic: compiled(config.topic),
      partition: compiled(config.partition),
      timestamp: compiled(config.timestamp),
      headers: configuredHeaders(config).map(({ name, source }) => ({
        key: name,
        expression: new RecordExpression(source, reader),
      })),
      maxSteps: config['max.steps'],
    });
  },
});
