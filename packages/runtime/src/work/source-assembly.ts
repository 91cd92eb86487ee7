import { parseConfig, type SourceConnectorPlugin } from '@sluice/connect-api';
import { producerProperties } from '../config/client-properties.ts';
import { ErrorHandler } from '../pipeline/error-handler.ts';
import { SourcePipeline } from '../pipeline/source-pipeline.ts';
import { OffsetCommits } from '../source-task/offset-commits.ts';
import { OffsetReader } from '../source-task/offset-reader.ts';
import { SourceTaskRunner } from '../source-task/source-task-runner.ts';
import type { TaskSpec } from '../task-host/task-host.ts';
import { buildConverters } from './build-converters.ts';
import { buildTransforms } from './build-transforms.ts';
import { errorPolicyOf } from './error-policy.ts';
import type { AssembledTaskWiring, WorkFactoryParts } from './work-parts.ts';

/** Puts a source task together. */
export async function assembleSourceTask(
  plugin: SourceConnectorPlugin,
  { id, connectorConfig, taskConfig }: TaskSpec,
  parts: WorkFactoryParts & AssembledTaskWiring,
): Promise<SourceTaskRunner> {
  const { config, plugins, offsets, clients, log, control, report, configs, near } = parts;
  const worker = config.properties;
  const policy = errorPolicyOf(connectorConfig);
  const converters = await buildConverters({ worker, connector: connectorConfig, plugins, near });
  const chain = await buildTransforms(connectorConfig, plugins, near);
  const store = { connector: id.connector, store: offsets, cancelSignal: control.cancelSignal, log };
  const task = plugin.createTask(parseConfig(plugin.config, taskConfig), {
    connector: id.connector,
    task: id.task,
    log,
    signal: control.stopSignal,
    configs,
    offsetStorageReader: new OffsetReader(store),
  });
  const properties = producerProperties({ worker, connector: connectorConfig, id });
  return new SourceTaskRunner({
    task,
    pipeline: new SourcePipeline(converters, chain),
    errors: new ErrorHandler(policy, log),
    toleratesErrors: policy.tolerance === 'all',
    producer: await clients.createProducer(properties, log),
    offsets: new OffsetCommits({ ...store, timeoutMs: config.flushTimeoutMs }),
    flushIntervalMs: config.flushIntervalMs,
    flushTimeoutMs: config.flushTimeoutMs,
    control,
    report,
    log,
  });
}
