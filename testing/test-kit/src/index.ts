export {
  describeSinkConnector,
  type SinkConnectorTests,
  type SinkTarget,
} from './sink/describe-sink-connector.ts';
export { describePluginPackage, type PluginPackageTests } from './package/describe-plugin-package.ts';
export {
  describeSourceConnector,
  type SourceConnectorTests,
  type SourceOrigin,
} from './source/describe-source-connector.ts';
export type { TestRunner } from './test-runner.ts';
export { waitFor } from './wait-for.ts';
export type { NewRecord, TopicRecord } from './worker/test-topics.ts';
export { startTestWorker, type TestWorker, type TestWorkerOptions } from './worker/test-worker.ts';
