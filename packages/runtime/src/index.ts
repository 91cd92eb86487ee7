export type {
  ConnectorConfig,
  ConnectorInfo,
  ConnectorStatus,
  Herder,
  InstanceStatus,
  PutConnectorRequest,
  PutConnectorResult,
  RestartRequest,
  ServerInfo,
  SubmittedConfig,
  TaskInfo,
  TaskStatus,
} from './herder/herder.ts';
export { formatTaskId, type ConnectorType, type InstanceState, type TargetState, type TaskId } from './herder/states.ts';
export type { PluginInfo, PluginType } from './plugins/plugin-info.ts';
