import { parseConfig, type SourceConnectorPlugin } from '@sluice/connect-api';
import { producerProperties } from '../config/client-properties.ts';
import { producerBudget } from '../metrics/task/client-figures.ts';
import { SourceMeter } from '../metrics/task/source-meter.ts';
import { ErrorHandler } from '../pipeline/error-handler.ts';
import { SourcePipeline } from '../pipeline/source-pipeline.ts';
import { OffsetCommits } from '../source-task/offset-commits.ts';
import { OffsetReader } from '../source-task/offset-reader.ts';
import { SourceTaskRunner } from '../source-task/source-task-runner.ts';
import type { TaskSpec } from '../task-host/task-host.ts';
import { buildConverters } from './build-converters.ts';
import { buildTransforms } from './build-transforms.ts';
import { errorPolicyOf } from './error-policy.ts';
import { chainIdentity, taskIdentity } from './task-identity.ts';
import type { AssembledTaskWiring, WorkFactoryParts } from './work-parts.ts';

/** Puts a source task together. */
export async function assembleSourceTask(
  plugin: SourceConnectorPlugin,
  { id, connectorConfig, taskConfig }: TaskSpec,
  parts: WorkFactoryParts & AssembledTaskWiring,
): Promise<SourceTaskRunner> {
  const { config, plugins, offsets, clients, log, control, report, meter, configs, near } = parts;
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
  const producer = await clients.createProducer(properties, log);
  const pipeline = new SourcePipeline(converters, chain);
  const flow = new SourceMeter(meter, { pipeline, budget: () => producerBudget(producer.metrics()) });
  meter.flowsThrough(flow);
  meter.identify(taskIdentity(plugin, converters), chainIdentity(id, chain));
  meter.watch('kafka.producer', properties['client.id'], () => producer.metrics());
  return new SourceTaskRunner({
    task,
    pipeline,
    errors: new ErrorHandler(policy, log, meter.errors),
    errorCounts: meter.errors,
    meter: flow,
    toleratesErrors: policy.tolerance === 'all',
    producer,
    offsets: new OffsetCommits({ ...store, timeoutMs: config.flushTimeoutMs }),
    flushIntervalMs: config.flushIntervalMs,
    flushTimeoutMs: config.flushTimeoutMs,
    control,
    report,
    log,
  });
}
