import { formatTaskId } from '../../states.ts';
import type { TaskHost } from '../../task-host/task-host.ts';
import { sampleOf, type GroupSample, type ValuesOf } from '../declare/metric-declaration.ts';
import type { MetricNaming } from '../exposition/family-names.ts';
import type { Labels } from '../exposition/prometheus-text.ts';
import { renderMetrics } from '../exposition/render-metrics.ts';
import { processMetrics, taskAgeMetrics } from '../groups/own-groups.ts';
import { appInfo, rebalanceMetrics } from '../groups/worker-groups.ts';
import type { HostSample } from '../host-sample.ts';
import type { ClientSample } from '../task/task-meter.ts';
import { careGroups, type WorkCare } from './work-care.ts';
import type { HeldWork } from './held-work.ts';

/** How the group of a distributed worker is. */
export type RebalanceValues = ValuesOf<typeof rebalanceMetrics>;

export interface WorkerMeterParts {
  readonly host: Pick<TaskHost, 'sample'>;
  readonly work: HeldWork;
  readonly version: { readonly version: string; readonly commit: string };
  readonly context: Labels;
}

/** All metrics of a worker, as they are when somebody asks. */
export class WorkerMeter {
  /** Set by a worker that is in a group. */
  rebalances: (() => RebalanceValues) | null = null;
  /** Set once there is a herder. */
  care: WorkCare | null = null;
  /** What clients of the worker itself count. */
  readonly clients: (() => ClientSample)[] = [];
  readonly #parts: WorkerMeterParts;
  readonly #startedMs = Date.now();

  constructor(parts: WorkerMeterParts) {
    this.#parts = parts;
  }

  /** The text that Prometheus reads. In bounded time: no task is waited for. */
  async prometheusText(naming: MetricNaming): Promise<string> {
    const { host, work, context } = this.#parts;
    const sample = await host.sample();
    const held = work.taskKeys();
    const tasks = sample.tasks.filter((each) => held.has(formatTaskId(each.sample.id)));
    return renderMetrics(
      {
        groups: [
          ...work.groups(this.care),
          ...tasks.flatMap((each) => each.sample.groups),
          ...tasks.map(ageGroup),
          ...(this.care === null ? [] : careGroups(this.care)),
          ...sample.threads,
          ...this.#workerGroups(),
        ],
        clients: [...this.clients.map((client) => client()), ...tasks.flatMap((each) => each.sample.clients)],
        plugins: [...sample.plugins, ...tasks.flatMap((each) => each.sample.plugins)],
        context,
      },
      naming,
    );
  }

  #workerGroups(): GroupSample[] {
    const { version, commit } = this.#parts.version;
    const rebalances = this.rebalances?.();
    const { user, system } = process.cpuUsage();
    return [
      ...(rebalances === undefined ? [] : [sampleOf(rebalanceMetrics, [], rebalances)]),
      sampleOf(appInfo, [], { version, 'commit-id': commit, 'start-time-ms': this.#startedMs }),
      sampleOf(processMetrics, [], {
        'resident-memory-bytes': process.memoryUsage.rss(),
        'cpu-seconds-total': (user + system) / 1e6,
        'start-time-seconds': Date.now() / 1000 - process.uptime(),
      }),
    ];
  }
}

function ageGroup({ sample: { id }, ageMs }: HostSample['tasks'][number]): GroupSample {
  return sampleOf(taskAgeMetrics, [id.connector, String(id.task)], { 'metrics-age-seconds': ageMs / 1000 });
}
