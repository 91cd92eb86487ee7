import { transferMetrics, workerScenario } from '../worker-scenario.ts';
import { fileToTopic } from './file-to-topic.ts';
import { enveloped } from './json-payloads.ts';
import { transformations } from './transformations.ts';

/** Makes a struct of each line. */
const struct = transformations([
  { alias: 'line', name: 'HoistField', config: { field: 'text' } },
  { alias: 'add', name: 'InsertField', config: { 'timestamp.field': 'at', 'topic.field': 'topic' } },
]);

export const schemasSource = workerScenario({
  summary: 'lines of a file, made structs with time and topic, into JSON with its schema',
  metrics: transferMetrics,
  bars: [
    { metric: 'cpuMicrosPerRecord', timesBetterThan: 'java', atLeast: 2 },
    { metric: 'cpuSeconds', timesBetterThan: 'java', atLeast: 2 },
  ],
  payload: enveloped,
  prepare: (stage) => fileToTopic(stage, struct),
});
