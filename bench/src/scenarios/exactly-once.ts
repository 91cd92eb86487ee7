import { newClusterProperties } from '@sluice/testing-services';
import type { Properties } from '@sluice/testing-services';
import { installPlugin } from '../plugins/install-plugin.ts';
import { measureWorker } from '../measure-worker.ts';
import type { Measurements } from '../metrics.ts';
import { createCommittedTarget } from '../targets/committed-target.ts';
import { workers } from '../workers/all-workers.ts';
import type { WorkerName } from '../workers/all-workers.ts';
import { payloads } from './payload.ts';
import { recordBytes, type Run, type Scenario, type Stage } from './scenario.ts';
import type { Job } from './worker-scenario.ts';

type Support = 'disabled' | 'enabled';

/** The source of `bare-source` in a cluster of one worker, with a transaction for each thousand records and without. */
export const exactlyOnce: Scenario = {
  summary: 'what exactly once costs a source that makes strings, with a transaction for each poll',
  contenders: workers,
  metrics: ['exactlyOnceMicros', 'cpuMicrosPerRecord', 'recordsPerSecond', 'peakRssMib'],
  bars: [{ metric: 'exactlyOnceMicros', timesBetterThan: 'java', atLeast: 1 }],
  prepare: async (given) => {
    const stage = { ...given, payload: payloads.string };
    const plugins = await installPlugin(stage.folder, 'stringSource');
    return async ({ contender, name }) => {
      const measure = async (support: Support): Promise<Measurements> => {
        const run = `${name}-${support}`;
        const job = await jobOf(stage, { run, support, plugins });
        const measured = await measureWorker({
          name: run,
          worker: workers[contender as WorkerName],
          stage,
          job,
        });
        await job.target.remove();
        return measured;
      };
      const [without, withIt] = [await measure('disabled'), await measure('enabled')];
      const extra = (withIt.cpuMicrosPerRecord ?? 0) - (without.cpuMicrosPerRecord ?? 0);
      return { ...withIt, exactlyOnceMicros: extra };
    };
  },
};

interface JobParts {
  readonly run: Run['name'];
  readonly support: Support;
  readonly plugins: Awaited<ReturnType<typeof installPlugin>>;
}

async function jobOf({ kafka, records }: Stage, { run, support, plugins }: JobParts): Promise<Job> {
  return {
    mode: 'distributed',
    connector: {
      'connector.class': 'org.example.bench.StringSource',
      'tasks.max': '1',
      topic: run,
      records: String(records),
      'record.bytes': String(recordBytes),
    },
    worker: {
      ...newClusterProperties(kafka.bootstrapServers, oneReplica),
      'exactly.once.source.support': support,
    },
    javaPlugins: [plugins.java],
    nodePlugins: plugins.node,
    target: await createCommittedTarget(kafka, run),
  };
}

const oneReplica: Properties = {
  'config.storage.replication.factor': '1',
  'offset.storage.replication.factor': '1',
  'status.storage.replication.factor': '1',
};
