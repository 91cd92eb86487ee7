import { defineConverter } from '@sluice/connect-api';
import { jsonConverterConfig } from './config.ts';
import { JsonConverter } from './json-converter.ts';

export const jsonConverter = defineConverter({
  className: 'org.apache.kafka.connect.json.JsonConverter',
  version: '4.3.0',
  summary: 'Data as JSON, with its schema in every message or without one.',
  config: jsonConverterConfig,
  createConverter: (config, use) => new JsonConverter({ ...config, 'converter.type': use }),
  createHeaderConverter: (config) => new JsonConverter(config),
});
