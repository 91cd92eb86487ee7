/**
 * Runs task 0 of a source called `counter` on threads, as a worker of a cluster does that delivers exactly once, until
 * it is told to stop. Its only argument is JSON: the worker's and the connector's properties. Says what it does on
 * standard output, a line each.
 */
import { Admin, parseAdminSettings } from '@sluice/kafka-client';
import { createWorkerLog } from '../../src/logging/worker-log.ts';
import { fenceTasks } from '../../src/source-task/exactly-once/fence-tasks.ts';
import { MemoryOffsetStore } from '../../src/stores/memory-offset-store.ts';
import { clusterSettingsOf } from '../../src/work/cluster-settings.ts';
import { ThreadHost } from '../../src/task-host/thread/thread-host.ts';
import { countingPackage } from '../../testing/plugins/in-memory-packages.ts';

type Properties = Readonly<Record<string, string>>;

const { worker, connector } = JSON.parse(process.argv[2] ?? '') as {
  readonly worker: Properties;
  readonly connector: Properties;
};
const groupId = worker['group.id'] ?? '';
const log = createWorkerLog({ level: 'info', fd: 2 });
const gracefulTimeoutMs = 5000;
const host = new ThreadHost({
  data: {
    workerProperties: worker,
    cluster: clusterSettingsOf(worker),
    pluginPackages: [countingPackage],
    logLevel: 'info',
    logFd: 2,
  },
  offsets: new MemoryOffsetStore(),
  gracefulTimeoutMs,
  maxThreads: 1,
  log,
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What the leader does for a connector with one task before and now, said to need it all the same. */
async function fence(): Promise<void> {
  const { settings } = parseAdminSettings({ 'bootstrap.servers': worker['bootstrap.servers'] ?? '' });
  const admin = new Admin(settings);
  try {
    await fenceTasks(admin, { groupId, connector: 'counter', taskCount: 1 });
  } finally {
    await admin.close();
  }
  say('fenced');
}

const task = host.addTask(
  {
    id: { connector: 'counter', task: 0 },
    connectorConfig: connector,
    taskConfig: connector,
    targetState: 'STARTED',
  },
  {
    onState: ({ state, trace = '' }) => say(`${state} ${trace.replaceAll('\n', ' ')}`.trim()),
    onTopic: () => undefined,
    onResolved: () => undefined,
    fencing: { beforeProducer: fence, afterProducer: () => Promise.resolve(say('confirmed')) },
  },
);

process.once('SIGTERM', () => {
  void task
    .stop()
    .then(() => host.close())
    .then(() => process.exit(0));
});
