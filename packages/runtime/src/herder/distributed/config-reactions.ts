import type { ClusterConfig } from '../../stores/config/cluster-config.ts';
import type { ConfigChange } from '../../stores/config/config-change.ts';
import type { SessionKey, StoredRestart } from '../../stores/config/config-record.ts';
import { sameStored } from './work/stored-text.ts';
import type { OwnConnectors } from './work/own-connectors.ts';
import type { OwnWork } from './work/own-work.ts';

export interface ConfigReactionsParts {
  readonly config: () => ClusterConfig;
  readonly connectors: Pick<OwnConnectors, 'definition' | 'has' | 'restartSoon'>;
  readonly work: Pick<OwnWork, 'retarget' | 'stopChanged'>;
  /** What is assigned of a connector and does not run is to be started. */
  readonly startAssigned: (connector: string) => void;
  readonly onSessionKey: (key: SessionKey) => void;
  readonly onRestart: (restart: StoredRestart) => void;
  readonly onLogLevel: (namespace: string, level: string) => void;
  /** Tasks of a connector were committed. */
  readonly onTasks: (connector: string) => void;
  /** Tasks have other configurations: everybody has to stop them before anybody starts them. */
  readonly wantRebalance: (reason: string) => void;
  /** What there is to do may be something else now. */
  readonly reconsider: (config: ClusterConfig, reason: string) => void;
  readonly onChange: () => void;
}

/** Follows what the records of the config topic change, in the turns of this worker. */
export class ConfigReactions {
  readonly #parts: ConfigReactionsParts;
  #changes: ConfigChange[] = [];

  /** Created again, they are others, though they may be configured alike: what was wanted of them counts no more. */
  readonly #deleted = new Set<string>();

  constructor(parts: ConfigReactionsParts) {
    this.#parts = parts;
  }

  /** They were read; the snapshot has them already. */
  add(changes: readonly ConfigChange[]): void {
    this.#changes.push(...changes);
    this.#parts.onChange();
  }

  /** Follows what was read until now; resolves when all has stopped that must not go on. */
  async follow(): Promise<void> {
    const changes = this.#changes;
    if (changes.length === 0) return;
    this.#changes = [];
    const names = (kind: ConfigChange['kind']): Set<string> =>
      new Set(changes.flatMap((change) => (change.kind === kind && 'name' in change ? [change.name] : [])));
    const committed = names('tasks-committed');
    for (const change of changes) this.#followAtOnce(change);
    for (const name of names('connector-deleted'))
      if (this.#parts.connectors.has(name)) this.#deleted.add(name);
    for (const name of names('connector-configured')) this.#restartIfChanged(name);
    const stopped = [...committed].map((name) => this.#parts.work.stopChanged(name));
    for (const name of names('target-state')) this.#retarget(name);
    await Promise.all(stopped);
    this.#divideAnew(changes, committed);
  }

  #followAtOnce(change: ConfigChange): void {
    const { onSessionKey, onRestart, onLogLevel } = this.#parts;
    if (change.kind === 'session-key') onSessionKey(change.sessionKey);
    if (change.kind === 'restart') onRestart(change.restart);
    if (change.kind === 'log-level') onLogLevel(change.namespace, change.level);
    if (change.kind === 'tasks-committed') this.#parts.onTasks(change.name);
  }

  #restartIfChanged(name: string): void {
    const { connectors, config } = this.#parts;
    const stored = config().connectorConfig(name);
    if (stored === null || !connectors.has(name)) return;
    const wasDeleted = this.#deleted.delete(name);
    const running = connectors.definition(name)?.config ?? null;
    if (wasDeleted || !sameStored(running, stored)) connectors.restartSoon(name);
  }

  #retarget(name: string): void {
    const target = this.#parts.config().targetState(name) ?? 'STARTED';
    this.#parts.work.retarget(name, target);
    if (target !== 'STOPPED') this.#parts.startAssigned(name);
  }

  #divideAnew(changes: readonly ConfigChange[], committed: ReadonlySet<string>): void {
    const changed = changes.flatMap((change) =>
      change.kind === 'tasks-committed' && change.changed.length > 0 ? [change.name] : [],
    );
    for (const name of new Set(changed)) this.#parts.wantRebalance(`the tasks of ${name} were configured`);
    const others = changes.filter(
      ({ kind }) => kind === 'connector-configured' || kind === 'connector-deleted',
    );
    const named = new Set([
      ...others.flatMap((change) => ('name' in change ? [change.name] : [])),
      ...committed,
    ]);
    if (named.size === 0) return;
    this.#parts.reconsider(this.#parts.config(), `the configuration of ${[...named].join(', ')} has changed`);
  }
}
