import { parseConfig, type SinkConnectorPlugin } from '@sluice/connect-api';
import { consumerProperties } from '../config/client-properties.ts';
import { sinkKeys } from '../config/keys/sink-keys.ts';
import { topicSelection } from '../config/sink-topics.ts';
import { loggerNames } from '../logging/logger-names.ts';
import { consumerBudget, consumerLags } from '../metrics/task/client-figures.ts';
import { SinkMeter } from '../metrics/task/sink-meter.ts';
import { SinkPipeline } from '../pipeline/sink-pipeline.ts';
import { ErrantRecords } from '../sink-task/errant-records.ts';
import { SinkRequests } from '../sink-task/sink-requests.ts';
import { SinkTaskRunner } from '../sink-task/sink-task-runner.ts';
import { tellSeats } from '../task-host/taken-seat.ts';
import type { TaskSpec } from '../task-host/task-host.ts';
import { buildConverters } from './build-converters.ts';
import { buildErrorHandler } from './build-error-handler.ts';
import { buildTransforms } from './build-transforms.ts';
import { monitorPlugins } from './monitor-plugins.ts';
import { chainIdentity, taskIdentity } from './task-identity.ts';
import type { AssembledTaskWiring, WorkFactoryParts } from './work-parts.ts';

/** Puts a sink task together. */
export async function assembleSinkTask(
  plugin: SinkConnectorPlugin,
  { id, connectorConfig, taskConfig }: TaskSpec,
  parts: WorkFactoryParts & AssembledTaskWiring,
): Promise<SinkTaskRunner> {
  const { config, plugins, clients, taskLog, control, report, progress, meter, configs, near } = parts;
  const worker = config.properties;
  const { topics, 'topics.regex': regex } = parseConfig(sinkKeys, connectorConfig);
  const converters = await buildConverters({ worker, connector: connectorConfig, plugins, near });
  const chain = await buildTransforms(connectorConfig, plugins, near);
  const errors = buildErrorHandler({ id, connectorConfig }, parts);
  const errants = new ErrantRecords({ errors, converters });
  const requests = new SinkRequests({
    connector: id.connector,
    task: id.task,
    log: taskLog.child({ logger: plugin.taskClassName, stage: 'TASK' }),
    metrics: meter.pluginMetrics(),
    signal: control.stopSignal,
    configs,
    errantRecordReporter: errors.reports ? errants : null,
  });
  const task = plugin.createTask(parseConfig(plugin.config, taskConfig), requests);
  const properties = consumerProperties({ worker, connector: connectorConfig, id });
  const consumer = await clients.createConsumer(
    properties,
    taskLog.child({ logger: loggerNames.consumer, stage: 'KAFKA_CONSUME' }),
    tellSeats(properties, parts.onSeat),
  );
  const pipeline = new SinkPipeline(converters, {
    chain,
    keepsOrigin: errors.keepsRecords,
    takesDeferredMaps: task.takesDeferredMaps === true,
  });
  const flow = new SinkMeter(meter, {
    pipeline,
    budget: () => consumerBudget(consumer.metrics()),
    lags: () => consumerLags(consumer.metrics()),
  });
  monitorPlugins(converters, chain, (tags) => meter.pluginMetrics(tags));
  meter.flowsThrough(flow);
  meter.identify(taskIdentity(plugin, converters), chainIdentity(id, chain));
  meter.watch('kafka.consumer', properties['client.id'], () => consumer.metrics());
  return new SinkTaskRunner({
    task,
    pipeline,
    errors,
    errants,
    meter: flow,
    consumer,
    topics: topicSelection({ topics, regex }),
    tracker: parts.topics,
    requests,
    flushIntervalMs: config.flushIntervalMs,
    flushTimeoutMs: config.flushTimeoutMs,
    control,
    report,
    progress,
    log: taskLog.child({ logger: loggerNames.sinkTask, stage: 'TASK_PUT' }),
  });
}
