import { defineSinkConnector } from '@sluice/connect-api';
import { partitionerIssues, StorageSinkTask } from '@sluice/connector-storage';
import { checkDirectory } from './check-directory.ts';
import { directorySinkConfig } from './config.ts';
import { DirectoryStore } from './directory-store.ts';

export const directorySink = defineSinkConnector({
  className: 'io.sluice.directory.DirectorySinkConnector',
  taskClassName: 'io.sluice.directory.DirectorySinkTask',
  version: '0.1.0',
  summary: 'Puts topics into files of a directory, each record once.',
  config: directorySinkConfig,
  validate: (config) => partitionerIssues(config),
  check: ({ directory }) => checkDirectory(directory),
  createTask: (config, context) =>
    new StorageSinkTask({
      config,
      context,
      openStore: () => new DirectoryStore(config.directory, config['partitioner.max.open.files']),
    }),
  alterOffsets: () => true,
});
