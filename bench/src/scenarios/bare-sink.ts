import { installPlugin } from '../plugins/install-plugin.ts';
import { groupTarget } from '../targets/group-target.ts';
import { fillTopic } from './fill-topic.ts';
import { bytes } from './payload.ts';
import { recordBytes } from './scenario.ts';
import { transferMetrics, workerScenario } from './worker-scenario.ts';

const topic = 'bare-sink-input';

export const bareSink = workerScenario({
  summary: 'a sink takes the bytes of a topic of one partition and does nothing with them',
  metrics: transferMetrics,
  bars: [
    { metric: 'cpuSeconds', timesBetterThan: 'java', atLeast: 2 },
    { metric: 'cpuMicrosPerRecord', timesBetterThan: 'java', atLeast: 2 },
  ],
  payload: bytes,
  prepare: async (stage) => {
    const { java, node } = await installPlugin(stage.folder, 'nowhereSink');
    await fillTopic(stage, { topic, records: stage.records, recordBytes });
    return (run) =>
      Promise.resolve({
        connector: {
          'connector.class': 'org.example.bench.NowhereSink',
          'tasks.max': '1',
          topics: topic,
        },
        javaPlugins: [java],
        nodePlugins: node,
        // The commits are what is seen of the progress.
        worker: { 'offset.flush.interval.ms': '100' },
        target: groupTarget(stage.kafka, `connect-${run}`, topic),
      });
  },
});
