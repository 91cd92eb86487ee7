import type {
  ConnectorState,
  ConnectorStateInfo,
  InstanceHealth as HealthBody,
  RestartOutlook as RestartBody,
  TaskProgress,
  TaskState,
} from '@sluice/rest-api';
import type {
  ConnectorHealth,
  ConnectorStatus,
  Herder,
  InstanceHealth,
  InstanceStatus,
  RestartOutlook,
  TaskStatus,
} from '@sluice/runtime';

/** The state of a connector or task; `version` is left out only when the plugin has none, `trace` when there is none. */
function instanceState({ state, workerId, version, trace = '' }: InstanceStatus): ConnectorState {
  return {
    state,
    worker_id: workerId,
    ...(version === 'undefined' ? {} : { version }),
    ...(trace === '' ? {} : { trace }),
  };
}

/** @param health - `null` where nobody asked for it. */
export function taskState(status: TaskStatus, health: ConnectorHealth | null = null): TaskState {
  const own = health?.tasks.get(status.id);
  return {
    id: status.id,
    ...instanceState(status),
    ...(own === undefined ? {} : { health: healthBody(own) }),
  };
}

/** @param health - `null` where nobody asked for it. */
export function connectorStateInfo(
  { name, connector, tasks, type }: ConnectorStatus,
  health: ConnectorHealth | null = null,
): ConnectorStateInfo {
  const own = health === null ? {} : { health: connectorHealthBody(health) };
  return {
    name,
    connector: { ...instanceState(connector), ...own },
    tasks: tasks.map((task) => taskState(task, health)),
    type,
  };
}

/** The health of a connector where the query asks for it. */
export async function healthIfWanted(
  herder: Herder,
  connector: string,
  wanted: readonly string[] | null,
): Promise<ConnectorHealth | null> {
  return wanted?.includes('health') === true ? herder.connectorHealth(connector) : null;
}

function connectorHealthBody({ connector, division }: ConnectorHealth): HealthBody {
  return { ...healthBody(connector), ...(division === null ? {} : { division: restartBody(division) }) };
}

function healthBody({ progress, restart }: InstanceHealth): HealthBody {
  return {
    ...(progress === null ? {} : { progress: progressBody(progress) }),
    restart: restartBody(restart),
  };
}

function progressBody({ state, reason, sinceMs }: NonNullable<InstanceHealth['progress']>): TaskProgress {
  return { state, reason, since_ms: Math.round(sinceMs) };
}

function restartBody(outlook: RestartOutlook): RestartBody {
  const { policy, phase, reason, restartsInLastHour, nextRestartMs } = outlook;
  return {
    policy,
    phase,
    ...(reason === '' ? {} : { reason }),
    restarts_in_last_hour: restartsInLastHour,
    ...(nextRestartMs === null ? {} : { next_restart_ms: Math.round(nextRestartMs) }),
  };
}
