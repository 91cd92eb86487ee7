import { join } from 'node:path';
import { fileTarget } from '../targets/file-target.ts';
import { fillTopic } from './fill-topic.ts';
import { recordBytes } from './scenario.ts';
import { transferMetrics, workerScenario } from './worker-scenario.ts';

const topic = 'file-sink-input';

export const fileSink = workerScenario({
  summary: 'FileStreamSink writes a topic of one partition into a file',
  metrics: transferMetrics,
  bars: [{ metric: 'cpuSeconds', timesBetterThan: 'java', atLeast: 2 }],
  prepare: async (stage) => {
    await fillTopic(stage, { topic, records: stage.records, recordBytes });
    return (run) => {
      const file = join(stage.folder, `${run}.txt`);
      const connector = { 'connector.class': 'FileStreamSink', 'tasks.max': '1', file, topics: topic };
      return Promise.resolve({ connector, target: fileTarget(file) });
    };
  },
});
