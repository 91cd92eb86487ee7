import { defineTransformation, formatInvalidConfigValue, type ConfigOf } from '@sluice/connect-api';
import { JavaPattern, Replacement } from '@sluice/transform-shared';
import { debeziumVersion, transformsPackage } from '../names.ts';
import { OutboxRouter } from './outbox-router.ts';
import { parsePlacements } from './placement.ts';
import { routerConfig } from './router-config.ts';
import type { RouterOptions } from './router-options.ts';
import { TopicNames } from './topic-names.ts';

export const eventRouter = defineTransformation({
  className: `${transformsPackage}.outbox.EventRouter`,
  version: debeziumVersion,
  summary:
    'Makes events of the rows put into an outbox table, and routes them to topics by one of its columns. Deletes and ' +
    'tombstones are dropped; what is no change event passes through.',
  config: routerConfig,
  validate({ 'route.topic.regex': regex, 'route.topic.replacement': value }) {
    const { problem } = new Replacement(value, new JavaPattern(regex));
    if (problem === null) return [];
    const key = 'route.topic.replacement';
    return [{ key, message: formatInvalidConfigValue({ key, value, reason: problem }) }];
  },
  createTransformation: (config) => new OutboxRouter(optionsOf(config)),
});

function optionsOf(config: ConfigOf<typeof routerConfig>): RouterOptions {
  const names = new TopicNames(config['route.topic.regex'], config['route.topic.replacement']);
  return {
    columns: {
      id: config['table.field.event.id'],
      key: config['table.field.event.key'],
      payload: config['table.field.event.payload'],
      route: config['route.by.field'],
      timestamp: config['table.field.event.timestamp'],
      schemaVersion: config['table.field.event.schema.version'],
    },
    placements: parsePlacements(config['table.fields.additional.placement']),
    failsOnMissing: config['table.fields.additional.error.on.missing'],
    failsOnUpdates: config['table.op.invalid.behavior'].toLowerCase() === 'fatal',
    makesTombstones: config['route.tombstone.on.empty.payload'],
    expandsJson: config['table.expand.json.payload'],
    keepsJsonNulls: config['table.json.payload.null.behavior'].toLowerCase() === 'optional_bytes',
    topicOf: (route) => names.topicOf(route),
  };
}
