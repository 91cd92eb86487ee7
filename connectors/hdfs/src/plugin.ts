import { defineSinkConnector, type CheckContext, type SinkTaskContext } from '@sluice/connect-api';
import { StorageSinkTask } from '@sluice/connector-storage';
import { checkHdfs } from './check-hdfs.ts';
import { configIssues } from './config-issues.ts';
import { hdfsSinkConfig, type HdfsSinkConfig } from './config.ts';
import { HdfsStore } from './hdfs-store.ts';
import { WebHdfs } from './webhdfs/web-hdfs.ts';
import { connectionOf } from './connection-of.ts';
import { whereHdfsIs } from './where-hdfs-is.ts';

const shared = {
  version: '0.1.0',
  summary: 'Puts topics into files of HDFS over WebHDFS, each record once.',
  config: hdfsSinkConfig,
  validate: (config: HdfsSinkConfig) => configIssues(config),
  createTask: (config: HdfsSinkConfig, context: SinkTaskContext) =>
    new StorageSinkTask({ config, context, openStore: () => openStore(config, context.signal) }),
  check: (config: HdfsSinkConfig, { signal }: CheckContext) => checkHdfs(config, signal),
  alterOffsets: () => true,
};

export const hdfsSink = defineSinkConnector({
  ...shared,
  className: 'io.confluent.connect.hdfs.HdfsSinkConnector',
  taskClassName: 'io.confluent.connect.hdfs.HdfsSinkTask',
});

export const hdfs3Sink = defineSinkConnector({
  ...shared,
  className: 'io.confluent.connect.hdfs3.Hdfs3SinkConnector',
  taskClassName: 'io.confluent.connect.hdfs3.Hdfs3SinkTask',
});

function openStore(config: HdfsSinkConfig, signal: AbortSignal): HdfsStore {
  const { urls, root } = whereHdfsIs(config);
  const hdfs = new WebHdfs(connectionOf(config, urls, signal));
  return new HdfsStore(hdfs, { root, mostOpen: config['partitioner.max.open.files'] });
}
