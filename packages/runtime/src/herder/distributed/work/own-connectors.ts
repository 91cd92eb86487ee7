import { ConnectError, type PluginLogger } from '@sluice/connect-api';
import type { ConnectorValidator, ValidConnector } from '../../../config/connector-validator.ts';
import type { RestartSettings } from '../../../restart/restart-settings.ts';
import type { InstanceState, TargetState } from '../../../states.ts';
import { failedState } from '../../../task-host/state-reporter.ts';
import type { StateChange, TaskHost } from '../../../task-host/task-host.ts';
import { KeyedQueue } from '../../../timing/keyed-queue.ts';
import type { ConnectorConfig } from '../../herder.ts';
import { ConnectorInstance } from '../../work/connector-instance.ts';
import { ReloadTimers } from '../../work/reload-timers.ts';
import type { ToldStates } from './told-states.ts';

export interface OwnConnectorsParts {
  readonly host: Pick<TaskHost, 'addConnector'>;
  readonly validator: Pick<ConnectorValidator, 'recognise'>;
  readonly states: ToldStates;
  /** As it is stored; `null` for a connector that is deleted. */
  readonly configOf: (name: string) => ConnectorConfig | null;
  readonly targetOf: (name: string) => TargetState;
  /** The connector runs, or wants it: its work is to be divided. */
  readonly onDivide: (name: string) => void;
  readonly log: PluginLogger;
}

interface Entry {
  readonly definition: ValidConnector;
  readonly instance: ConnectorInstance;
  readonly reloads: ReloadTimers;
  state: InstanceState;
}

/** What failed before anything was known of it is not restarted by itself. */
const noRestart: RestartSettings = { rule: 'never', backoffMs: 1, maxBackoffMs: 1, maxPerHour: 0 };

/**
 * The connectors of which this worker has the instance. What concerns one of them is done in order; nothing waits for
 * the code of a connector but what is to know how it went.
 */
export class OwnConnectors {
  readonly #parts: OwnConnectorsParts;
  readonly #queue = new KeyedQueue();
  readonly #entries = new Map<string, Entry>();
  /** Assigned to this worker, whether they could be built or not. */
  readonly #names = new Set<string>();

  constructor(parts: OwnConnectorsParts) {
    this.#parts = parts;
  }

  get names(): string[] {
    return [...this.#names];
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** What was made of its configuration; `null` where it could not be built. */
  definition(name: string): ValidConnector | null {
    return this.#entries.get(name)?.definition ?? null;
  }

  /** Starts one that does not run; how that goes its state tells. */
  start(name: string): void {
    if (this.#names.has(name)) return;
    this.#names.add(name);
    this.#inBackground(name, this.#begin(name));
  }

  /** Ends the instance and starts it anew. @throws ConnectError when it does not start. */
  async restart(name: string, { showsRestarting = false } = {}): Promise<void> {
    const { started } = await this.#queue.run(name, async () => {
      await this.#end(name);
      if (showsRestarting) this.#tell(name, { state: 'RESTARTING' });
      return this.#buildIfWanted(name);
    });
    await started;
  }

  /** The same, and nobody waits for it. */
  restartSoon(name: string): void {
    this.#inBackground(name, this.restart(name));
  }

  /** Ends the instance; others may have it when this resolves. */
  async stop(name: string): Promise<void> {
    this.#names.delete(name);
    await this.#queue.run(name, () => this.#end(name));
  }

  /** Brings it where it is wanted to be. */
  retarget(name: string): void {
    if (this.#names.has(name)) this.#inBackground(name, this.#retarget(name));
  }

  /** The instance that can divide its work now; `null` where there is none. */
  dividing(name: string): ConnectorInstance | null {
    const entry = this.#entries.get(name);
    return entry?.state === 'RUNNING' ? entry.instance : null;
  }

  async #retarget(name: string): Promise<void> {
    const { followed } = await this.#queue.run(name, () => Promise.resolve({ followed: this.#follow(name) }));
    await followed;
  }

  async #begin(name: string): Promise<void> {
    const { started } = await this.#queue.run(name, () => this.#buildIfWanted(name));
    await started;
  }

  /** Resolves when it is built; `started` when it has started too, which takes as long as the connector likes. */
  async #buildIfWanted(name: string): Promise<{ readonly started: Promise<void> }> {
    const isWanted = this.#names.has(name) && !this.#entries.has(name) && this.#parts.configOf(name) !== null;
    return isWanted ? this.#build(name) : { started: Promise.resolve() };
  }

  async #build(name: string): Promise<{ readonly started: Promise<void> }> {
    const definition = await this.#recognise(name);
    const { host, onDivide } = this.#parts;
    const reloads = new ReloadTimers(() => this.restartSoon(name));
    const instance = new ConnectorInstance(definition, {
      host,
      listener: {
        onConnectorState: (change) => this.#changed(name, change),
        onReconfiguration: () => onDivide(name),
        onResolved: ({ lifetimes }) => reloads.schedule(lifetimes),
      },
    });
    this.#entries.set(name, { definition, instance, reloads, state: 'UNASSIGNED' });
    instance.add();
    return { started: this.#follow(name) };
  }

  /** @throws ConnectError when its class or configuration is wrong; its state says so too. */
  async #recognise(name: string): Promise<ValidConnector> {
    try {
      return await this.#parts.validator.recognise(name, this.#parts.configOf(name) ?? {});
    } catch (error) {
      this.#parts.states.connector(name, failedState(error), { version: null, restart: noRestart });
      throw error;
    }
  }

  async #follow(name: string): Promise<void> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    const target = this.#parts.targetOf(name);
    try {
      await entry.instance.transition(target);
    } catch (cause) {
      throw new ConnectError(`Failed to start connector: ${name}`, { code: 'CONNECTOR_FAILED', cause });
    }
    if (target === 'STARTED' && this.#entries.get(name) === entry) this.#parts.onDivide(name);
  }

  async #end(name: string): Promise<void> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    entry.reloads.cancel();
    await entry.instance.shutdown();
    this.#entries.delete(name);
  }

  #changed(name: string, change: StateChange): void {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    entry.state = change.state;
    this.#tell(name, change, entry.definition);
  }

  #tell(name: string, change: StateChange, definition?: ValidConnector): void {
    const { version = null, restart = noRestart } = definition ?? {};
    this.#parts.states.connector(name, change, { version, restart });
  }

  #inBackground(connector: string, action: Promise<void>): void {
    action.catch((error: unknown) =>
      this.#parts.log.error({ connector, err: error }, 'The connector is not as it should be'),
    );
  }
}
