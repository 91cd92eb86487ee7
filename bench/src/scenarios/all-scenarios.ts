import { fileSink } from './file-sink.ts';
import { fileSource } from './file-source.ts';
import type { Scenario } from './scenario.ts';
import { start } from './start.ts';

export const scenarios = {
  start,
  'file-source': fileSource,
  'file-sink': fileSink,
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
