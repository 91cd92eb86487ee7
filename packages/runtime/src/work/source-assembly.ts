import { parseConfig, type SourceConnectorPlugin } from '@sluice/connect-api';
import { adminProperties } from '../config/client-properties.ts';
import { topicGroupsOf } from '../config/topic-creation/topic-groups.ts';
import { loggerNames } from '../logging/logger-names.ts';
import { SourcePipeline } from '../pipeline/source-pipeline.ts';
import { TransactionWishes } from '../source-task/exactly-once/transaction-wishes.ts';
import { OffsetReader } from '../source-task/offset-reader.ts';
import { TopicPreparation } from '../source-task/topic-preparation.ts';
import type { TaskSpec } from '../task-host/task-host.ts';
import type { TaskBody } from '../task/run-task.ts';
import { buildConverters } from './build-converters.ts';
import { buildErrorHandler } from './build-error-handler.ts';
import { buildTransforms } from './build-transforms.ts';
import { boundaryOf, runAtLeastOnce, runExactlyOnce } from './source-delivery.ts';
import { monitorPlugins } from './monitor-plugins.ts';
import { chainIdentity, taskIdentity } from './task-identity.ts';
import { hasOwnOffsets, sourceOffsetsOf } from './source-offsets.ts';
import type { AssembledTaskWiring, WorkFactoryParts } from './work-parts.ts';

/** Puts a source task together. */
export async function assembleSourceTask(
  plugin: SourceConnectorPlugin,
  spec: TaskSpec,
  parts: WorkFactoryParts & AssembledTaskWiring,
): Promise<TaskBody> {
  const { id, connectorConfig, taskConfig } = spec;
  const { config, cluster, plugins, clients, taskLog, control, report, meter, configs, near } = parts;
  const log = taskLog.child({ logger: loggerNames.sourceTask, stage: 'TASK_POLL' });
  const offsetsLog = taskLog.child({ logger: loggerNames.offsets, stage: 'OFFSETS' });
  const adminLog = taskLog.child({ logger: loggerNames.admin, stage: 'KAFKA_ADMIN' });
  const worker = config.properties;
  const converters = await buildConverters({ worker, connector: connectorConfig, plugins, near });
  const chain = await buildTransforms(connectorConfig, plugins, near);
  const groups = topicGroupsOf(connectorConfig, worker);
  const needsAdmin = groups !== null || hasOwnOffsets({ cluster, connector: connectorConfig });
  const source = { worker, connector: connectorConfig, id };
  const admin = needsAdmin ? await clients.createAdmin(adminProperties(source), adminLog) : null;
  const offsets = sourceOffsetsOf(
    { ...source, cluster, workersStore: parts.offsets, log: offsetsLog },
    admin,
  );
  const isExactlyOnce = cluster?.isExactlyOnce === true;
  const wishes =
    isExactlyOnce && boundaryOf(connectorConfig) === 'connector' ? new TransactionWishes() : null;
  const { store } = offsets;
  const { connector, task: number } = id;
  const task = plugin.createTask(parseConfig(plugin.config, taskConfig), {
    connector,
    task: number,
    log: taskLog.child({ logger: plugin.taskClassName, stage: 'TASK' }),
    metrics: meter.pluginMetrics(),
    signal: control.stopSignal,
    configs,
    offsetStorageReader: new OffsetReader({
      connector,
      store,
      cancelSignal: control.cancelSignal,
      log: offsetsLog,
    }),
    transactionContext: wishes,
  });
  const topics =
    groups === null || admin === null
      ? null
      : new TopicPreparation({ groups, admin, bootstrapServers: worker['bootstrap.servers'] ?? '', log });
  const pipeline = new SourcePipeline(converters, chain);
  const errors = buildErrorHandler({ id, connectorConfig }, parts);
  monitorPlugins(converters, chain, (tags) => meter.pluginMetrics(tags));
  meter.identify(taskIdentity(plugin, converters), chainIdentity(id, chain));
  const { progress } = parts;
  const runner = { task, pipeline, errors, topics, admin, control, report, progress, log };
  const delivery = { runner, spec, offsets, wishes };
  return isExactlyOnce ? runExactlyOnce(delivery, cluster, parts) : runAtLeastOnce(delivery, parts);
}
