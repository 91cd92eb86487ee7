import type { PluginLogger } from '@sluice/connect-api';
import type { TaskProgress } from '../task/progress/task-progress.ts';
import type { TaskClients } from './task-clients.ts';

/** Clients of a task whose last warning is part of what is told of the task. */
export function observedClients(clients: TaskClients, progress: TaskProgress): TaskClients {
  const noting = (log: PluginLogger): PluginLogger => notingLog(log, progress);
  return {
    createProducer: (properties, log) => clients.createProducer(properties, noting(log)),
    createTransactionalProducer: (properties, log) =>
      clients.createTransactionalProducer(properties, noting(log)),
    createConsumer: (properties, log, seats) => clients.createConsumer(properties, noting(log), seats),
    createAdmin: (properties, log) => clients.createAdmin(properties, noting(log)),
  };
}

function notingLog(log: PluginLogger, progress: TaskProgress): PluginLogger {
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => {
      const { err } = fields;
      progress.troubledBy(err instanceof Error ? `${message}: ${err.message}` : message);
      log.warn(fields, message);
    },
    error: (fields, message) => log.error(fields, message),
  };
}
