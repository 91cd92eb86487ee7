import type { ConnectorState, ConnectorStateInfo, TaskState } from '@sluice/rest-api';
import type { ConnectorStatus, InstanceStatus, TaskStatus } from '@sluice/runtime';

/** The state of a connector or task; `version` is left out only when the plugin has none, `trace` when there is none. */
function instanceState({ state, workerId, version, trace = '' }: InstanceStatus): ConnectorState {
  return {
    state,
    worker_id: workerId,
    ...(version === 'undefined' ? {} : { version }),
    ...(trace === '' ? {} : { trace }),
  };
}

export function taskState(status: TaskStatus): TaskState {
  return { id: status.id, ...instanceState(status) };
}

export function connectorStateInfo({ name, connector, tasks, type }: ConnectorStatus): ConnectorStateInfo {
  return { name, connector: instanceState(connector), tasks: tasks.map(taskState), type };
}
