import { formatTaskId, type InstanceState, type TaskId } from '../../states.ts';
import { sampleOf, type GroupSample } from '../declare/metric-declaration.ts';
import { connectorTaskStatus } from '../groups/task-groups.ts';
import { connectorMetrics, connectorTaskCounts, workerMetrics } from '../groups/worker-groups.ts';
import type { MeterOptions } from '../task/task-meter.ts';
import { Startups } from './startups.ts';
import type { WorkCare } from './work-care.ts';

/** What is known of a connector before it is loaded. */
export interface ConnectorIdentity {
  readonly className: string;
  readonly version: string | null;
  readonly type: 'source' | 'sink' | 'unknown';
}

interface Held {
  state: InstanceState;
  /** Whether it has run, or failed before it did. */
  isSettled: boolean;
}

interface HeldConnector extends Held {
  readonly name: string;
  readonly identity: ConnectorIdentity;
}

interface HeldTask extends Held {
  readonly id: TaskId;
}

/** The connectors and tasks that a worker has, with their states as the worker knows them: no task is asked. */
export class HeldWork {
  readonly #options: MeterOptions;
  readonly #connectors = new Set<HeldConnector>();
  readonly #tasks = new Set<HeldTask>();
  readonly #connectorStartups: Startups;
  readonly #taskStartups: Startups;

  constructor(options: MeterOptions) {
    this.#options = options;
    this.#connectorStartups = new Startups(options.windows);
    this.#taskStartups = new Startups(options.windows);
  }

  addConnector(name: string, identity: ConnectorIdentity): WorkState {
    const held: HeldConnector = { name, identity, state: 'UNASSIGNED', isSettled: false };
    this.#connectors.add(held);
    return this.#stateOf(held, this.#connectors, this.#connectorStartups);
  }

  addTask(id: TaskId): WorkState {
    const held: HeldTask = { id, state: 'UNASSIGNED', isSettled: false };
    this.#tasks.add(held);
    return this.#stateOf(held, this.#tasks, this.#taskStartups);
  }

  /** The text forms of the ids of all tasks. */
  taskKeys(): Set<string> {
    return new Set([...this.#tasks].map(({ id }) => formatTaskId(id)));
  }

  /** @param care - who knows which states are shown; without, they are those of what runs. */
  groups(care: Pick<WorkCare, 'connectorState' | 'taskState'> | null = null): GroupSample[] {
    const stateOf = (task: HeldTask): InstanceState => care?.taskState(task.id) ?? task.state;
    const tasks = [...this.#tasks].map((task) => ({ id: task.id, state: stateOf(task) }));
    const connectors = [...this.#connectors].map((held) => ({
      ...held,
      state: care?.connectorState(held.name) ?? held.state,
    }));
    const names = new Set([...this.#tasks].map(({ id }) => id.connector));
    return [
      this.#workerGroup(this.#options.nowMs()),
      ...[...names].map((name) => taskCounts(name, tasks)),
      ...connectors.map(connectorGroup),
      ...tasks.map(({ id, state }) =>
        sampleOf(connectorTaskStatus, [id.connector, String(id.task)], { status: state.toLowerCase() }),
      ),
    ];
  }

  #stateOf<T extends Held>(held: T, all: Set<T>, startups: Startups): WorkState {
    startups.began();
    return {
      enter: (state) => {
        held.state = state;
        if (held.isSettled || (state !== 'RUNNING' && state !== 'FAILED')) return;
        held.isSettled = true;
        startups.ended(state === 'RUNNING', this.#options.nowMs());
      },
      remove: () => all.delete(held),
    };
  }

  #workerGroup(nowMs: number): GroupSample {
    const [connectors, tasks] = [this.#connectorStartups, this.#taskStartups];
    return sampleOf(workerMetrics, [], {
      'connector-count': this.#connectors.size,
      'task-count': this.#tasks.size,
      'connector-startup-attempts-total': connectors.attempts,
      'connector-startup-success-total': connectors.successes,
      'connector-startup-failure-total': connectors.failures,
      'connector-startup-success-percentage': connectors.successShare(nowMs),
      'connector-startup-failure-percentage': connectors.failureShare(nowMs),
      'task-startup-attempts-total': tasks.attempts,
      'task-startup-success-total': tasks.successes,
      'task-startup-failure-total': tasks.failures,
      'task-startup-success-percentage': tasks.successShare(nowMs),
      'task-startup-failure-percentage': tasks.failureShare(nowMs),
    });
  }
}

/** Takes what becomes of one connector or task. */
export interface WorkState {
  enter(state: InstanceState): void;
  /** The worker is rid of it. */
  remove(): void;
}

function taskCounts(connector: string, tasks: readonly Pick<HeldTask, 'id' | 'state'>[]): GroupSample {
  const states = tasks.filter(({ id }) => id.connector === connector).map(({ state }) => state);
  const count = (wanted: InstanceState): number => states.filter((state) => state === wanted).length;
  return sampleOf(connectorTaskCounts, [connector], {
    'connector-total-task-count': states.length,
    'connector-running-task-count': count('RUNNING'),
    'connector-paused-task-count': count('PAUSED'),
    'connector-failed-task-count': count('FAILED'),
    'connector-unassigned-task-count': count('UNASSIGNED'),
    'connector-destroyed-task-count': 0,
    'connector-restarting-task-count': count('RESTARTING'),
  });
}

function connectorGroup({ name, identity, state }: HeldConnector): GroupSample {
  return sampleOf(connectorMetrics, [name], {
    status: state.toLowerCase(),
    'connector-type': identity.type,
    'connector-class': identity.className,
    'connector-version': identity.version,
  });
}
