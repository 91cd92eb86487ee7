import { choice, integer, list, map, nullable, object, optional, text, type BodyOf } from '../shape/shape.ts';
import { connectorOffset } from './offset-bodies.ts';

const connectorType = choice('source', 'sink', 'unknown');
const instanceState = choice('UNASSIGNED', 'RUNNING', 'PAUSED', 'FAILED', 'RESTARTING', 'STOPPED');

/** A configuration as it is submitted: `null` values reach validation, which names them. */
export const submittedConfig = map(nullable(text));
export type SubmittedConfig = BodyOf<typeof submittedConfig>;

/** A configuration as it is stored: references unresolved, nothing masked. */
export const storedConfig = map(text);
export type StoredConfig = BodyOf<typeof storedConfig>;

export const createConnectorRequest = object('CreateConnectorRequest', {
  name: optional(nullable(text)),
  config: submittedConfig,
  initial_state: optional(nullable(choice('running', 'paused', 'stopped'))),
  initial_offsets: optional(nullable(list(connectorOffset))),
});
export type CreateConnectorRequest = BodyOf<typeof createConnectorRequest>;

export const connectorTaskId = object('ConnectorTaskId', { connector: text, task: integer });
export type ConnectorTaskId = BodyOf<typeof connectorTaskId>;

export const connectorInfo = object('ConnectorInfo', {
  name: text,
  config: storedConfig,
  tasks: list(connectorTaskId),
  type: connectorType,
});
export type ConnectorInfo = BodyOf<typeof connectorInfo>;

/** `offsets_status` says what became of `initial_offsets`, and is absent where there were none (KIP-995). */
export const createdConnector = object('CreatedConnector', {
  ...connectorInfo.fields,
  offsets_status: optional(text),
});
export type CreatedConnector = BodyOf<typeof createdConnector>;

export const taskInfo = object('TaskInfo', { id: connectorTaskId, config: storedConfig });
export type TaskInfo = BodyOf<typeof taskInfo>;

/** What is to be expected after a failure; `next_restart_ms` are milliseconds since 1970. */
export const restartOutlook = object('RestartOutlook', {
  policy: choice('never', 'on-failure'),
  phase: choice('calm', 'waiting', 'quarantined', 'given-up'),
  reason: optional(text),
  restarts_in_last_hour: integer,
  next_restart_ms: optional(integer),
});
export type RestartOutlook = BodyOf<typeof restartOutlook>;

/** Whether a task that runs gets on; `since_ms` are milliseconds since 1970. */
export const taskProgress = object('TaskProgress', {
  state: choice('healthy', 'starved', 'slow', 'stalled', 'blocked'),
  reason: text,
  since_ms: integer,
});
export type TaskProgress = BodyOf<typeof taskProgress>;

/** How a connector or task is beside its state; `division` where a connector could not divide its work. */
export const instanceHealth = object('InstanceHealth', {
  progress: optional(taskProgress),
  restart: restartOutlook,
  division: optional(restartOutlook),
});
export type InstanceHealth = BodyOf<typeof instanceHealth>;

/** `version` is `null` when the plugin could not be created and absent when it has none; `trace` is of a failure,
 * `health` there for who asks for it. */
const instanceFields = {
  state: instanceState,
  worker_id: text,
  version: optional(nullable(text)),
  trace: optional(text),
  health: optional(instanceHealth),
} as const;

export const connectorState = object('ConnectorState', instanceFields);
export type ConnectorState = BodyOf<typeof connectorState>;

export const taskState = object('TaskState', { id: integer, ...instanceFields });
export type TaskState = BodyOf<typeof taskState>;

export const connectorStateInfo = object('ConnectorStateInfo', {
  name: text,
  connector: connectorState,
  tasks: list(taskState),
  type: connectorType,
});
export type ConnectorStateInfo = BodyOf<typeof connectorStateInfo>;

export const expandedConnector = object('ExpandedConnector', {
  info: optional(connectorInfo),
  status: optional(connectorStateInfo),
});
export type ExpandedConnector = BodyOf<typeof expandedConnector>;

/** By the name of the connector that was asked about. */
export const connectorTopics = map(object('ConnectorTopics', { topics: list(text) }));
