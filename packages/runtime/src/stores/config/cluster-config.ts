import type { TargetState, TaskId } from '../../states.ts';
import type { SessionKey, StoredConfig } from './config-record.ts';
import { noEntry, type ConnectorEntry } from './connector-entry.ts';

/** What a cluster is configured to do, as of an offset of the config topic. It does not change. */
export class ClusterConfig {
  /** Behind the last record that could be read; -1 for none. Members of a group compare it. */
  readonly offset: bigint;
  /** The newest one; `null` when there never was one. */
  readonly sessionKey: SessionKey | null;
  readonly #entries: ReadonlyMap<string, ConnectorEntry>;

  constructor(facts: {
    readonly offset: bigint;
    readonly sessionKey: SessionKey | null;
    readonly entries: ReadonlyMap<string, ConnectorEntry>;
  }) {
    this.offset = facts.offset;
    this.sessionKey = facts.sessionKey;
    this.#entries = facts.entries;
  }

  /** Those that have a configuration. */
  connectors(): string[] {
    return [...this.#entries].filter(([, { config }]) => config !== null).map(([name]) => name);
  }

  has(connector: string): boolean {
    return this.#entry(connector).config !== null;
  }

  /** As the user gave it; `null` when there is none. */
  connectorConfig(connector: string): StoredConfig | null {
    return this.#entry(connector).config;
  }

  /** The configuration that the tasks were made from; `null` when there are none yet. */
  appliedConfig(connector: string): StoredConfig | null {
    return this.#entry(connector).applied;
  }

  targetState(connector: string): TargetState | null {
    return this.#entry(connector).targetState;
  }

  /** As committed, whether their configurations are all there or not. */
  taskCount(connector: string): number {
    return this.#entry(connector).taskCount ?? 0;
  }

  /** None for a connector whose tasks are not all there. */
  tasks(connector: string): TaskId[] {
    const { isInconsistent, taskCount } = this.#entry(connector);
    if (isInconsistent) return [];
    return Array.from({ length: taskCount ?? 0 }, (_, task) => ({ connector, task }));
  }

  taskConfig({ connector, task }: TaskId): StoredConfig | null {
    return this.#entry(connector).tasks[task] ?? null;
  }

  /** In the order of their numbers. */
  taskConfigs(connector: string): readonly StoredConfig[] {
    return this.#entry(connector).tasks;
  }

  isInconsistent(connector: string): boolean {
    return this.#entry(connector).isInconsistent;
  }

  /** Whether tasks were committed since transactional ids were fenced. */
  isFencingPending(connector: string): boolean {
    return this.#entry(connector).isFencingPending;
  }

  /** For how many tasks transactional ids were in use when last told; `null` when never. */
  fencedTaskCount(connector: string): number | null {
    return this.#entry(connector).fencedTaskCount;
  }

  /** Worth comparing with what this worker told before, not with other workers; `null` before any tasks. */
  taskGeneration(connector: string): number | null {
    return this.#entry(connector).taskGeneration;
  }

  /** All that there is to do, for the leader to divide. */
  work(): { readonly connectors: readonly string[]; readonly tasks: readonly TaskId[] } {
    const connectors = this.connectors();
    return { connectors, tasks: connectors.flatMap((name) => this.tasks(name)) };
  }

  #entry(connector: string): ConnectorEntry {
    return this.#entries.get(connector) ?? noEntry;
  }
}
