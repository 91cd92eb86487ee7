import { ClusterConfig } from './cluster-config.ts';
import type { ConfigChange } from './config-change.ts';
import type { ConfigRecord, SessionKey } from './config-record.ts';
import {
  noEntry,
  withCommit,
  withConfig,
  withFencedTasks,
  withoutConfig,
  withTargetState,
  withTask,
  type ConnectorEntry,
} from './connector-entry.ts';

type About<K extends ConfigRecord['kind']> = Extract<ConfigRecord, { readonly kind: K }>;

/** Takes up the records of the config topic, one after the other. */
export class ConfigFold {
  readonly #entries = new Map<string, ConnectorEntry>();
  #offset = -1n;
  #sessionKey: SessionKey | null = null;
  #snapshot: ClusterConfig | null = null;

  /** What is known now; the same object until something is taken up. */
  get snapshot(): ClusterConfig {
    this.#snapshot ??= new ClusterConfig({
      offset: this.#offset,
      sessionKey: this.#sessionKey,
      entries: new Map(this.#entries),
    });
    return this.#snapshot;
  }

  /**
   * Takes up the record that stands at the offset, and tells what that changes; `null` is one that says nothing but counts.
   * Restarts and log levels are told of only: they are for who follows the topic, not for who reads what was before.
   */
  take(offset: number, record: ConfigRecord | null): ConfigChange | null {
    this.#snapshot = null;
    this.#offset = BigInt(offset) + 1n;
    return record === null ? null : this.#take(record);
  }

  #take(record: ConfigRecord): ConfigChange | null {
    switch (record.kind) {
      case 'connector':
        return this.#connector(record);
      case 'task':
        this.#change(record.id.connector, (entry) => withTask(entry, record.id.task, record.config));
        return null;
      case 'commit':
        return this.#commit(record);
      case 'target-state':
        return this.#targetState(record);
      case 'fenced-tasks':
        this.#change(record.name, (entry) => withFencedTasks(entry, record.taskCount));
        return null;
      case 'session-key':
        this.#sessionKey = record.sessionKey;
        return record;
      case 'restart':
      case 'log-level':
        return record;
    }
  }

  #connector({ name, config }: About<'connector'>): ConfigChange {
    this.#change(name, (entry) => (config === null ? withoutConfig(entry) : withConfig(entry, config)));
    return { kind: config === null ? 'connector-deleted' : 'connector-configured', name };
  }

  #commit({ name, taskCount }: About<'commit'>): ConfigChange | null {
    const before = this.#entry(name);
    const after = this.#change(name, (entry) => withCommit(entry, taskCount));
    if (after.config === null) return null;
    const isChanged = after.taskGeneration !== before.taskGeneration;
    const changed = isChanged ? after.tasks.map((_, task) => ({ connector: name, task })) : [];
    return { kind: 'tasks-committed', name, changed };
  }

  /** That a state is no longer wanted goes with the connector, which is told of by itself. */
  #targetState({ name, state }: About<'target-state'>): ConfigChange | null {
    const before = this.#entry(name);
    const after = this.#change(name, (entry) => withTargetState(entry, state));
    const isTold = state !== null && after.config !== null && after.targetState !== before.targetState;
    return isTold ? { kind: 'target-state', name } : null;
  }

  #entry(name: string): ConnectorEntry {
    return this.#entries.get(name) ?? noEntry;
  }

  #change(name: string, change: (entry: ConnectorEntry) => ConnectorEntry): ConnectorEntry {
    const after = change(this.#entry(name));
    this.#entries.set(name, after);
    return after;
  }
}
