import { parentPort, workerData } from 'node:worker_threads';
import { createWorkerLog } from '../../logging/worker-log.ts';
import { PluginRegistry } from '../../plugins/plugin-registry.ts';
import { parseWorkerConfig } from '../../config/worker-config.ts';
import { LocalHost } from '../local-host.ts';
import { WorkFactory } from '../../work/work-factory.ts';
import { RpcChannel, type Port } from './rpc-channel.ts';
import type { ThreadData } from './thread-data.ts';
import { ThreadOffsetStore } from './thread-offset-store.ts';
import { ThreadServer } from './thread-server.ts';

const { workerProperties, pluginPackages, logLevel } = workerData as ThreadData;
const config = parseWorkerConfig(workerProperties);
const log = createWorkerLog({ level: logLevel });

new ThreadServer().serve(
  (handlers) => new RpcChannel(parentPort as Port, handlers),
  (channel) => {
    const factory = new WorkFactory({
      config,
      plugins: new PluginRegistry(pluginPackages),
      offsets: new ThreadOffsetStore(channel),
      log,
    });
    return new LocalHost({ factory, gracefulTimeoutMs: config.gracefulTimeoutMs, log });
  },
);
