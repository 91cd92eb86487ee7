import type { RouteName } from '@sluice/rest-api';
import { connectorHandlers } from './connector-handlers.ts';
import { descriptionHandlers } from './description-handlers.ts';
import type { HandlersOf } from './handler.ts';
import { lifecycleHandlers } from './lifecycle-handlers.ts';
import { logHandlers } from './log-handlers.ts';
import { loggerHandlers } from './logger-handlers.ts';
import { metricsHandlers } from './metrics-handlers.ts';
import { offsetHandlers } from './offset-handlers.ts';
import { pluginHandlers } from './plugin-handlers.ts';
import { taskHandlers } from './task-handlers.ts';
import { topicHandlers } from './topic-handlers.ts';
import { workerHandlers } from './worker-handlers.ts';

/** A handler for every route. */
export function allHandlers(healthTimeoutMs: number): HandlersOf<RouteName> {
  return {
    ...workerHandlers(healthTimeoutMs),
    ...metricsHandlers,
    ...descriptionHandlers,
    ...loggerHandlers,
    ...logHandlers,
    ...connectorHandlers,
    ...lifecycleHandlers,
    ...offsetHandlers,
    ...taskHandlers,
    ...topicHandlers,
    ...pluginHandlers,
  };
}
