import { describe, expect, it } from 'vitest';
import { InMemoryClients } from '../../testing/in-memory-clients.ts';
import { workerProperties } from '../../testing/plugins/in-memory-packages.ts';
import { madeTasks, versionedRegistry } from '../../testing/plugins/versioned-plugins.ts';
import { testMeter } from '../../testing/test-meter.ts';
import { ConfigResolver } from '../config/providers/config-resolver.ts';
import { parseWorkerConfig } from '../config/worker-config.ts';
import { createWorkerLog } from '../logging/worker-log.ts';
import { MemoryOffsetStore } from '../stores/memory-offset-store.ts';
import { TaskProgress } from '../task/progress/task-progress.ts';
import { TaskControl } from '../task/task-control.ts';
import { TopicTracker } from '../topics-in-use/topic-tracker.ts';
import { WorkFactory } from './work-factory.ts';

const text = 'org.apache.kafka.connect.storage.StringConverter';
const factory = new WorkFactory({
  config: parseWorkerConfig({ ...workerProperties, 'key.converter': text, 'value.converter': text }),
  plugins: versionedRegistry(),
  resolver: new ConfigResolver(() => Promise.resolve(new Map())),
  offsets: new MemoryOffsetStore(),
  cluster: null,
  clients: new InMemoryClients(),
  log: createWorkerLog({ level: 'silent' }),
});

describe('a task', () => {
  it.each([
    ['1.0.0', '1.0.0'],
    ['[1.0,2.0-SNAPSHOT)', '1.10.0'],
    ['latest', '2.0-SNAPSHOT'],
  ])('of a connector with the version %s is made by version %s', async (version, made) => {
    const connectorConfig = {
      name: 'c',
      'connector.class': 'VersionedSink',
      'connector.plugin.version': version,
      topics: 't',
    };
    const spec = {
      id: { connector: 'c', task: 0 },
      connectorConfig,
      taskConfig: {},
      targetState: 'STARTED',
    } as const;
    madeTasks.length = 0;
    await factory.createTask(spec, {
      control: new TaskControl('STARTED'),
      report: () => undefined,
      meter: testMeter(),
      progress: new TaskProgress(),
      topics: new TopicTracker(() => undefined),
      onResolved: () => undefined,
      onSeat: () => undefined,
    });
    expect(madeTasks).toEqual([made]);
  });
});
