import { transferMetrics, workerScenario } from '../worker-scenario.ts';
import { jsonBytes, nested } from './json-payloads.ts';
import { topicToFile } from './topic-to-file.ts';
import { transformations } from './transformations.ts';

const chain = transformations([
  { alias: 'flat', name: 'Flatten', config: { delimiter: '_' } },
  { alias: 'add', name: 'InsertField', config: { 'static.field': 'origin', 'static.value': 'bench' } },
  { alias: 'rename', name: 'ReplaceField', config: { exclude: 'active', renames: 'user_name:customer' } },
]);

export const chainSink = workerScenario({
  summary: `JSON of ${jsonBytes} bytes without a schema through Flatten, InsertField and ReplaceField into a file`,
  metrics: transferMetrics,
  bars: [
    { metric: 'cpuMicrosPerRecord', timesBetterThan: 'java', atLeast: 3 },
    { metric: 'cpuSeconds', timesBetterThan: 'java', atLeast: 3 },
  ],
  payload: nested,
  prepare: (stage) => topicToFile(stage, { topic: 'json-chain-input', recordBytes: jsonBytes }, chain),
});
