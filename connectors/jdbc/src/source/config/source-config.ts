import { defineConfig, type ConfigOf } from '@sluice/connect-api';
import { connectionKeys } from './connection-keys.ts';
import { aivenModeKeys, confluentModeKeys, modeKeys } from './mode-keys.ts';
import { tableKeys, tableListKeys } from './table-keys.ts';
import { aivenValueKeys, confluentValueKeys, valueKeys } from './value-keys.ts';

/** The keys of Confluent’s class. */
export const confluentSourceConfig = defineConfig({
  ...connectionKeys,
  ...modeKeys,
  ...confluentModeKeys,
  ...tableKeys,
  ...tableListKeys,
  ...valueKeys,
  ...confluentValueKeys,
});

export type ConfluentSourceConfig = ConfigOf<typeof confluentSourceConfig>;

/** The keys of Aiven’s class. */
export const aivenSourceConfig = defineConfig({
  ...connectionKeys,
  ...modeKeys,
  ...aivenModeKeys,
  ...tableKeys,
  ...valueKeys,
  ...aivenValueKeys,
});

export type AivenSourceConfig = ConfigOf<typeof aivenSourceConfig>;
