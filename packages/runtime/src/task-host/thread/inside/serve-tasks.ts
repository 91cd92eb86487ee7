import { configResolverOf } from '../../../config/providers/load-providers.ts';
import { workSettingsOf } from '../../../config/worker-config.ts';
import type { SetLevel } from '../../../logging/loggers.ts';
import { createWorkerLog } from '../../../logging/worker-log.ts';
import { TaskMeters } from '../../../metrics/task/task-meters.ts';
import { PluginRegistry } from '../../../plugins/plugin-registry.ts';
import type { TaskClients } from '../../../work/task-clients.ts';
import { WorkFactory } from '../../../work/work-factory.ts';
import { LocalHost } from '../../local-host.ts';
import type { Port } from '../channel/rpc-channel.ts';
import type { ThreadData } from '../thread-data.ts';
import { ThreadMarks } from '../faults/thread-marks.ts';
import { ThreadOffsetStore } from './thread-offset-store.ts';
import { serveHost } from './serve-host.ts';

/** Puts a thread's part of the worker together: runs what the control thread asks for over the port. */
export function serveTasks(port: Port, data: ThreadData, clients: TaskClients): void {
  const config = workSettingsOf(data.workerProperties);
  const log = createWorkerLog({ level: data.logLevel, fd: data.logFd });
  const { loggers } = log.desk;
  for (const { name, level } of data.logSettings ?? []) loggers.set(name, level);
  const plugins = new PluginRegistry(data.pluginPackages);
  const resolver = configResolverOf({ properties: data.workerProperties, plugins, log });
  const handlers = { setLogLevel: ({ name, level }: SetLevel) => loggers.set(name, level) };
  const marks = new ThreadMarks(data.marks);
  serveHost(port, { handlers, marks }, (channel) => {
    log.desk.onWorkLine = (line) => channel.tell('logged', line);
    const offsets = new ThreadOffsetStore(channel);
    const factory = new WorkFactory({
      config,
      cluster: data.cluster,
      plugins,
      resolver,
      offsets,
      log,
      clients,
    });
    const meters = new TaskMeters({ windows: config.metricWindows, nowMs: () => performance.now() });
    return new LocalHost({ factory, gracefulTimeoutMs: config.gracefulTimeoutMs, meters, log });
  });
}
