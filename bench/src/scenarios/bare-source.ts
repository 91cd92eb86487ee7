import { installPlugin } from '../plugins/install-plugin.ts';
import { createTopicTarget } from '../targets/topic-target.ts';
import { payloads } from './payload.ts';
import { recordBytes } from './scenario.ts';
import { transferMetrics, workerScenario } from './worker-scenario.ts';

export const bareSource = workerScenario({
  summary: 'a source that makes strings as fast as they are taken, into a topic of one partition',
  metrics: transferMetrics,
  bars: [
    { metric: 'cpuSeconds', timesBetterThan: 'java', atLeast: 5 },
    { metric: 'cpuMicrosPerRecord', timesBetterThan: 'java', atLeast: 5 },
  ],
  payload: payloads.string,
  prepare: async ({ kafka, folder, records }) => {
    const { java, node } = await installPlugin(folder, 'stringSource');
    return async (run) => ({
      connector: {
        'connector.class': 'org.example.bench.StringSource',
        'tasks.max': '1',
        topic: run,
        records: String(records),
        'record.bytes': String(recordBytes),
      },
      javaPlugins: [java],
      nodePlugins: node,
      target: await createTopicTarget(kafka, run),
    });
  },
});
