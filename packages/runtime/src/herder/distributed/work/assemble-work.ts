import type { ConnectorValidator } from '../../../config/connector-validator.ts';
import { restartSettingsOf } from '../../../config/connector-care.ts';
import { Watchdog } from '../../../health/watchdog.ts';
import type { HealthLimits } from '../../../health/judge-progress.ts';
import type { RestartSettings } from '../../../restart/restart-settings.ts';
import { Restarts } from '../../../restart/restarts.ts';
import type { TaskId } from '../../../states.ts';
import type { StatusStore } from '../../../stores/status/status-store.ts';
import type { ClusterConfig } from '../../../stores/config/cluster-config.ts';
import type { TaskFencing } from '../../../task/task-fencing.ts';
import type { TaskHost, TaskSpec } from '../../../task-host/task-host.ts';
import type { TopicTracking } from '../../../topics-in-use/topic-tracking.ts';
import type { PartLog } from '../../../logging/worker-log.ts';
import type { ClusterView } from '../cluster-view.ts';
import { OwnConnectors } from './own-connectors.ts';
import { OwnTasks } from './own-tasks.ts';
import { OwnWork } from './own-work.ts';
import { configText } from './stored-text.ts';
import { ToldStates, type StateContext } from './told-states.ts';

export interface WorkAssemblyParts {
  readonly host: TaskHost;
  readonly validator: ConnectorValidator;
  readonly health: HealthLimits;
  readonly topics: TopicTracking;
  readonly status: StatusStore;
  readonly view: ClusterView;
  readonly config: () => ClusterConfig;
  /** The worker's properties with references resolved. */
  readonly worker: Readonly<Record<string, string>>;
  readonly workerId: string;
  readonly isExactlyOnce: boolean;
  readonly generation: () => number;
  readonly fencingOf: (id: TaskId) => TaskFencing;
  readonly onDivide: (connector: string) => void;
  readonly log: PartLog;
}

/** What runs on a worker of a cluster, and those who look after it. */
export interface AssembledWork {
  readonly work: OwnWork;
  readonly connectors: OwnConnectors;
  readonly tasks: OwnTasks;
  readonly restarts: Restarts;
  readonly watchdog: Watchdog;
  /** How a connector of the cluster is restarted when it fails. */
  readonly restartSettingsOf: (connector: string) => RestartSettings;
}

export function assembleWork(parts: WorkAssemblyParts): AssembledWork {
  const { host, validator, status, view, config, log, isExactlyOnce } = parts;
  const watchdog = new Watchdog(parts.health, log);
  const restarts = new Restarts({
    restart: ({ connector, part }) =>
      typeof part === 'number' ? tasks.restart({ connector, task: part }) : connectors.restart(connector),
    log,
  });
  const { workerId, generation } = parts;
  const states = new ToldStates({ status, restarts, workerId, generation });
  const connectors: OwnConnectors = new OwnConnectors({
    host,
    validator,
    states,
    configOf: (name) => storedConfig(config(), name),
    targetOf: (name) => config().targetState(name) ?? 'STARTED',
    onDivide: parts.onDivide,
    log,
  });
  const isFenced = ({ connector }: TaskId): boolean => isExactlyOnce && view.typeOf(connector) === 'source';
  const tasks: OwnTasks = new OwnTasks({
    host,
    watchdog,
    states,
    specOf: (id) => view.taskSpec(id),
    contextOf: (spec) => contextOf(spec, parts),
    fencingOf: (id) => (isFenced(id) ? parts.fencingOf(id) : null),
    onTopic: (id, topic) => parts.topics.noticed(id, topic),
    log,
  });
  const forget = (name: string): void => {
    parts.topics.forget(name);
    restarts.forgetConnector(name);
  };
  const work = new OwnWork({ connectors, tasks, status, config, forget, isExactlyOnce });
  const settingsOf = (name: string): RestartSettings =>
    restartSettingsOf(config().connectorConfig(name) ?? {}, parts.worker);
  return { work, connectors, tasks, restarts, watchdog, restartSettingsOf: settingsOf };
}

function storedConfig(config: ClusterConfig, name: string): ReturnType<typeof configText> | null {
  const stored = config.connectorConfig(name);
  return stored === null ? null : configText(stored);
}

function contextOf({ connectorConfig }: TaskSpec, { view, worker }: WorkAssemblyParts): StateContext {
  return { version: view.versionOf(connectorConfig), restart: restartSettingsOf(connectorConfig, worker) };
}
