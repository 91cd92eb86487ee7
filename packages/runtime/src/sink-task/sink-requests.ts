import {
  IllegalWorkerStateError,
  type PartitionOffset,
  type PluginLogger,
  type PluginMetrics,
  type SinkTaskContext,
  type TopicPartition,
} from '@sluice/connect-api';
import { partitionKey } from './partition-table.ts';

/** What the runner does for the requests of its task at once. */
export interface SinkRequestHandler {
  assignment(): readonly TopicPartition[];
  committed(partitions: readonly TopicPartition[]): Promise<readonly PartitionOffset[]>;
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
}

export interface SinkRequestsOptions {
  readonly connector: string;
  readonly task: number;
  readonly log: PluginLogger;
  readonly metrics: PluginMetrics;
  readonly signal: AbortSignal;
  readonly configs: SinkTaskContext['configs'];
  readonly errantRecordReporter: SinkTaskContext['errantRecordReporter'];
}

/** The context of a sink task: keeps what the task asks for until the runner comes to it. */
export class SinkRequests implements SinkTaskContext {
  readonly connector: string;
  readonly task: number;
  readonly log: PluginLogger;
  readonly metrics: PluginMetrics;
  readonly signal: AbortSignal;
  readonly configs: SinkTaskContext['configs'];
  readonly errantRecordReporter: SinkTaskContext['errantRecordReporter'];
  /** The partitions the task itself paused, by key; remembered over rebalances while they stay assigned. */
  readonly pausedByTask = new Map<string, TopicPartition>();
  /** Set by the runner before the task is started. */
  handler: SinkRequestHandler | null = null;
  readonly #offsets = new Map<string, PartitionOffset>();
  #timeoutMs = -1;
  #commitRequested = false;

  constructor(options: SinkRequestsOptions) {
    this.connector = options.connector;
    this.task = options.task;
    this.log = options.log;
    this.metrics = options.metrics;
    this.signal = options.signal;
    this.configs = options.configs;
    this.errantRecordReporter = options.errantRecordReporter;
  }

  offset(offsets: readonly PartitionOffset[]): void {
    for (const offset of offsets) this.#offsets.set(partitionKey(offset), offset);
  }

  timeout(timeoutMs: number): void {
    if (timeoutMs > 0) this.#timeoutMs = timeoutMs;
  }

  assignment(): readonly TopicPartition[] {
    return this.handler?.assignment() ?? [];
  }

  async committed(partitions: readonly TopicPartition[]): Promise<readonly PartitionOffset[]> {
    return (await this.handler?.committed(partitions)) ?? [];
  }

  pause(...partitions: readonly TopicPartition[]): void {
    this.#checkAssigned(partitions, 'pause');
    for (const partition of partitions) this.pausedByTask.set(partitionKey(partition), partition);
    this.handler?.pause(partitions);
  }

  resume(...partitions: readonly TopicPartition[]): void {
    this.#checkAssigned(partitions, 'resume');
    for (const partition of partitions) this.pausedByTask.delete(partitionKey(partition));
    this.handler?.resume(partitions);
  }

  requestCommit(): void {
    this.#commitRequested = true;
  }

  /** The requested offsets of partitions that are assigned; the others wait for their assignment. */
  takeOffsets(isAssigned: (partition: TopicPartition) => boolean): PartitionOffset[] {
    const offsets = [...this.#offsets.values()].filter(isAssigned);
    this.forgetOffsets(offsets);
    return offsets;
  }

  forgetOffsets(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#offsets.delete(partitionKey(partition));
  }

  /** The requested time to the next poll, -1 when there is none; asked for once. */
  takeTimeout(): number {
    const timeoutMs = this.#timeoutMs;
    this.#timeoutMs = -1;
    return timeoutMs;
  }

  takeCommitRequest(): boolean {
    const requested = this.#commitRequested;
    this.#commitRequested = false;
    return requested;
  }

  #checkAssigned(partitions: readonly TopicPartition[], verb: 'pause' | 'resume'): void {
    const assigned = new Set(this.assignment().map(partitionKey));
    if (partitions.every((partition) => assigned.has(partitionKey(partition)))) return;
    throw new IllegalWorkerStateError(
      `SinkTasks may not ${verb} partitions that are not currently assigned to them.`,
    );
  }
}
