import { Hdfs, type Properties } from '@sluice/testing-services';
import type { Bar } from '../../bars.ts';
import { measureWorker } from '../../measure-worker.ts';
import { hdfsTarget } from '../../targets/hdfs-target.ts';
import { sluiceWorker } from '../../workers/sluice-worker.ts';
import { fillTopic } from '../fill-topic.ts';
import type { Payload } from '../payload.ts';
import type { Scenario } from '../scenario.ts';
import { transferMetrics } from '../worker-scenario.ts';

export interface HdfsScenario {
  readonly summary: string;
  readonly topic: string;
  readonly recordBytes: number;
  readonly payload: Payload;
  readonly connector: Properties;
  readonly bars: readonly Bar[];
}

/** Our worker alone writes a topic into a real HDFS, which is new for the scenario and ends with the benchmark. */
export function topicToHdfs(of: HdfsScenario): Scenario {
  return {
    summary: of.summary,
    contenders: { sluice: sluiceWorker },
    metrics: transferMetrics,
    bars: of.bars,
    prepare: async (given) => {
      const stage = { ...given, payload: of.payload };
      await fillTopic(stage, { topic: of.topic, records: stage.records, recordBytes: of.recordBytes });
      const hdfs = await Hdfs.start();
      given.atEnd(() => hdfs.stop());
      return async ({ name }) => {
        const connector = {
          'connector.class': 'io.confluent.connect.hdfs3.Hdfs3SinkConnector',
          'tasks.max': '1',
          topics: of.topic,
          'webhdfs.url': hdfs.url,
          'topics.dir': `/${name}`,
          'rotate.idle.interval.ms': '1000',
          ...of.connector,
        };
        const target = hdfsTarget(hdfs.url, `/${name}`, of.topic);
        const measurements = await measureWorker({
          name,
          worker: sluiceWorker,
          stage,
          job: { connector, target },
        });
        await target.remove();
        return measurements;
      };
    },
  };
}
