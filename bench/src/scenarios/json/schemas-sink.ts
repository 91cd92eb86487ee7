import { transferMetrics, workerScenario } from '../worker-scenario.ts';
import { enveloped, envelopeBytes, jsonBytes } from './json-payloads.ts';
import { topicToFile } from './topic-to-file.ts';

export const schemasSink = workerScenario({
  summary: `JSON of ${jsonBytes} bytes with its schema, ${envelopeBytes} in all, into a file`,
  metrics: transferMetrics,
  bars: [
    { metric: 'cpuMicrosPerRecord', timesBetterThan: 'java', atLeast: 2 },
    { metric: 'cpuSeconds', timesBetterThan: 'java', atLeast: 2 },
  ],
  payload: enveloped,
  prepare: (stage) => topicToFile(stage, { topic: 'json-schemas-input', recordBytes: envelopeBytes }, {}),
});
