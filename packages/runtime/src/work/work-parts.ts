import type { TaskConfig } from '@sluice/connect-api';
import type { ConfigResolver } from '../config/providers/config-resolver.ts';
import type { WorkSettings } from '../config/worker-config.ts';
import type { PartLog, WorkerLog } from '../logging/worker-log.ts';
import type { PluginRegistry } from '../plugins/plugin-registry.ts';
import type { OffsetStore } from '../stores/offset-store.ts';
import type { TaskMeter } from '../metrics/task/task-meter.ts';
import type { ReportState } from '../task/run-task.ts';
import type { Resolved } from '../task-host/resolved.ts';
import type { TakenSeat } from '../task-host/taken-seat.ts';
import type { TaskControl } from '../task/task-control.ts';
import type { TaskProgress } from '../task/progress/task-progress.ts';
import type { TaskFencing } from '../task/task-fencing.ts';
import type { ClusterSettings } from './cluster-settings.ts';
import type { TopicTracker } from '../topics-in-use/topic-tracker.ts';
import type { TaskClients } from './task-clients.ts';

/** What connectors and tasks are put together from. */
export interface WorkFactoryParts {
  readonly config: WorkSettings;
  /** `null` for a worker that stands alone. */
  readonly cluster: ClusterSettings | null;
  readonly plugins: PluginRegistry;
  readonly resolver: Pick<ConfigResolver, 'resolve'>;
  readonly offsets: OffsetStore;
  readonly clients: TaskClients;
  readonly log: WorkerLog;
}

/** How a task hears of what is wanted and tells how it is. */
export interface TaskWiring {
  readonly control: TaskControl;
  readonly report: ReportState;
  readonly meter: TaskMeter;
  readonly progress: TaskProgress;
  /** Told which topics the task works with. */
  readonly topics: TopicTracker;
  readonly onResolved: (resolved: Resolved) => void;
  /** Needed by source tasks that deliver exactly once. */
  readonly fencing?: TaskFencing | undefined;
  /** Hears of the place of a sink task in its consumer group. */
  readonly onSeat: (taken: TakenSeat | null) => void;
}

/** The same for a task whose configuration is resolved, with its context's way to resolve it again. */
export interface AssembledTaskWiring extends TaskWiring {
  readonly configs: () => Promise<TaskConfig>;
  /** Names the connector and the task. */
  readonly taskLog: PartLog;
  /** Where the connector lies: plugins beside it come first. `null` for nowhere special. */
  readonly near: string | null;
  /** Takes the values of references out of an error. */
  readonly hideIn: (error: unknown) => unknown;
}
