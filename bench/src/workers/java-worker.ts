import { symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { javaConnectCommand, makePluginPath } from '@sluice/testing-services';
import type { Properties } from '@sluice/testing-services';
import type { WorkerKind } from './worker-kind.ts';

/** As its users start it, and with what Kafka's documentation offers for starting sooner. */
export const javaWorker = javaWorkerWith('Java', {});
export const javaServiceLoadWorker = javaWorkerWith('Java (service_load)', {
  'plugin.discovery': 'service_load',
});

function javaWorkerWith(title: string, properties: Properties): WorkerKind {
  return {
    title,
    runsOn: 'java',
    properties: async (folder, javaPlugins) => {
      const pluginPath = await makePluginPath(folder);
      // A folder below plugin.path is one plugin with all its jars.
      for (const jars of javaPlugins) await symlink(jars, join(pluginPath, basename(jars)));
      return { 'plugin.path': pluginPath, ...properties };
    },
    command: (mode, files) => javaConnectCommand({ mode, ...files, profile: 'server' }),
  };
}
