import { transferMetrics, workerScenario } from '../worker-scenario.ts';
import { fileToTopic } from './file-to-topic.ts';
import { nested } from './json-payloads.ts';
import { transformations } from './transformations.ts';

/** Lines have no fields: first each becomes a struct in a struct. */
const chain = transformations([
  { alias: 'line', name: 'HoistField', config: { field: 'text' } },
  { alias: 'entry', name: 'HoistField', config: { field: 'entry' } },
  { alias: 'flat', name: 'Flatten', config: { delimiter: '_' } },
  {
    alias: 'add',
    name: 'InsertField',
    config: { 'static.field': 'origin', 'static.value': 'bench', 'topic.field': 'topic' },
  },
  { alias: 'rename', name: 'ReplaceField', config: { exclude: 'topic', renames: 'entry_text:text' } },
]);

export const chainSource = workerScenario({
  summary:
    'lines of a file, made structs, through Flatten, InsertField and ReplaceField into JSON without a schema',
  metrics: transferMetrics,
  bars: [
    { metric: 'cpuMicrosPerRecord', timesBetterThan: 'java', atLeast: 3 },
    { metric: 'cpuSeconds', timesBetterThan: 'java', atLeast: 3 },
  ],
  payload: nested,
  prepare: (stage) => fileToTopic(stage, chain),
});
