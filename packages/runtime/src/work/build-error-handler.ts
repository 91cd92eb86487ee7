import { parseConfig } from '@sluice/connect-api';
import { deadLetterAdminProperties, deadLetterProducerProperties } from '../config/client-properties.ts';
import { connectorKeys } from '../config/keys/connector-keys.ts';
import { deadLetterKeys } from '../config/keys/dead-letter-keys.ts';
import { DeadLetterQueue, type Posted } from '../dead-letters/dead-letter-queue.ts';
import { loggerNames } from '../logging/logger-names.ts';
import { ErrorHandler } from '../pipeline/errors/error-handler.ts';
import { FailureLog } from '../pipeline/errors/failure-log.ts';
import type { TaskSpec } from '../task-host/task-host.ts';
import type { AssembledTaskWiring, WorkFactoryParts } from './work-parts.ts';

/** Makes what deals with the records of a task that fail. Nothing is asked of Kafka before it is opened. */
export function buildErrorHandler(
  { id, connectorConfig }: Pick<TaskSpec, 'id' | 'connectorConfig'>,
  parts: WorkFactoryParts & AssembledTaskWiring,
): ErrorHandler {
  const { taskLog, hideIn } = parts;
  const log = taskLog.child({ logger: loggerNames.errors });
  const values = parseConfig(connectorKeys, connectorConfig);
  const showsRecords = values['errors.log.include.messages'];
  return new ErrorHandler({
    policy: {
      tolerance: values['errors.tolerance'],
      maxPerMinute: values['errors.tolerance.max.per.minute'],
      retryTimeoutMs: Number(values['errors.retry.timeout']),
      retryDelayMaxMs: Number(values['errors.retry.delay.max.ms']),
    },
    log: values['errors.log.enable'] ? new FailureLog({ ...id, showsRecords, log }) : null,
    letters: deadLettersOf({ id, connectorConfig }, parts),
    counts: parts.meter.errors,
    hideIn,
  });
}

function deadLettersOf(
  { id, connectorConfig }: Pick<TaskSpec, 'id' | 'connectorConfig'>,
  { config, clients, taskLog }: WorkFactoryParts & AssembledTaskWiring,
): DeadLetterQueue | null {
  const values = parseConfig(deadLetterKeys, connectorConfig);
  const name = values['errors.deadletterqueue.topic.name'];
  if (name === '') return null;
  const source = { worker: config.properties, connector: connectorConfig, id };
  return new DeadLetterQueue({
    ...id,
    topic: { name, replicationFactor: values['errors.deadletterqueue.topic.replication.factor'] },
    withContext: values['errors.deadletterqueue.context.headers.enable'],
    createAdmin: () =>
      clients.createAdmin(
        deadLetterAdminProperties(source),
        taskLog.child({ logger: loggerNames.admin, stage: 'KAFKA_ADMIN' }),
      ),
    createProducer: () =>
      clients.createProducer<Posted>(
        deadLetterProducerProperties(source),
        taskLog.child({ logger: loggerNames.producer, stage: 'KAFKA_PRODUCE' }),
      ),
    log: taskLog.child({ logger: loggerNames.errors }),
  });
}
