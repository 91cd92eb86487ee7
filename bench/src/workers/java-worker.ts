import { javaConnectCommand, makePluginPath } from '@sluice/testing-services';
import type { WorkerKind } from './worker-kind.ts';

export const javaWorker: WorkerKind = {
  title: 'Java',
  properties: async (folder) => ({ 'plugin.path': await makePluginPath(folder) }),
  command: (propertiesFile, connectorFiles) =>
    javaConnectCommand({ mode: 'standalone', propertiesFile, connectorFiles, profile: 'server' }),
};
