import type { Route } from '../route/route.ts';
import {
  createConnector,
  deleteConnector,
  getConnector,
  getConnectorConfig,
  getConnectorStatus,
  listConnectors,
  patchConnectorConfig,
  putConnectorConfig,
} from './connector-routes.ts';
import { getOpenApi } from './description-routes.ts';
import { pauseConnector, restartConnector, resumeConnector, stopConnector } from './lifecycle-routes.ts';
import { getConnectorLogs, getTaskLogs } from './log-routes.ts';
import { getLogger, listLoggers, setLogger } from './logger-routes.ts';
import { getMetrics } from './metrics-routes.ts';
import { deleteConnectorOffsets, getConnectorOffsets, patchConnectorOffsets } from './offset-routes.ts';
import {
  checkPluginConfig,
  getPluginConfig,
  listBrokenPlugins,
  listPlugins,
  validatePluginConfig,
} from './plugin-routes.ts';
import { fenceTasks, getTaskStatus, listTasks, putTaskConfigs, restartTask } from './task-routes.ts';
import { getConnectorTopics, resetConnectorTopics } from './topic-routes.ts';
import { getCluster, getHealth, getServerInfo } from './worker-routes.ts';

/** Every operation of the REST API by its name. */
export const routes = {
  getServerInfo,
  getHealth,
  getMetrics,
  getCluster,
  getOpenApi,
  listLoggers,
  getLogger,
  setLogger,
  getConnectorLogs,
  getTaskLogs,
  listConnectors,
  createConnector,
  getConnector,
  deleteConnector,
  getConnectorConfig,
  putConnectorConfig,
  patchConnectorConfig,
  getConnectorStatus,
  restartConnector,
  pauseConnector,
  resumeConnector,
  stopConnector,
  getConnectorTopics,
  resetConnectorTopics,
  getConnectorOffsets,
  patchConnectorOffsets,
  deleteConnectorOffsets,
  listTasks,
  getTaskStatus,
  restartTask,
  putTaskConfigs,
  fenceTasks,
  listPlugins,
  listBrokenPlugins,
  getPluginConfig,
  validatePluginConfig,
  checkPluginConfig,
} as const satisfies Readonly<Record<string, Route>>;

export type Routes = typeof routes;
export type RouteName = keyof Routes;
