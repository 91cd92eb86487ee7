import {
  ConnectError,
  type PluginLogger,
  type SinkConnector,
  type SourceConnector,
  type TaskConfig,
} from '@sluice/connect-api';
import type { TargetState } from '../herder/states.ts';
import type { ReportState } from '../task/run-task.ts';
import { connectorTransitions, type ConnectorState, type Transition } from './connector-states.ts';

export interface ConnectorRunnerParts {
  readonly name: string;
  readonly connector: SourceConnector | SinkConnector;
  /** Aborted at shutdown; the connector's context shows its signal. */
  readonly shutdownController: AbortController;
  readonly report: ReportState;
  readonly log: PluginLogger;
}

const reportedState = { STARTED: 'RUNNING', PAUSED: 'PAUSED', STOPPED: 'STOPPED' } as const;

/** One instance of a connector: starts and stops it as its target state asks and reports what came of it. */
export class ConnectorRunner {
  readonly #parts: ConnectorRunnerParts;
  #state: ConnectorState = 'INIT';
  #started = false;
  #lastChange: Promise<void> = Promise.resolve();

  constructor(parts: ConnectorRunnerParts) {
    this.#parts = parts;
  }

  /**
   * Brings the connector into a state; requests are carried out one after the other.
   * @throws ConnectError when it has failed before, or fails now.
   */
  transition(target: TargetState): Promise<void> {
    const change = this.#lastChange.then(() => this.#change(target));
    this.#lastChange = change.catch(() => undefined);
    return change;
  }

  /** @throws whatever the connector throws. */
  async taskConfigs(maxTasks: number): Promise<readonly TaskConfig[]> {
    return this.#parts.connector.taskConfigs(maxTasks);
  }

  /** The connector itself reports that it cannot go on. The first failure is the one that counts. */
  fail(error: unknown): void {
    if (this.#state === 'FAILED') return;
    this.#state = 'FAILED';
    this.#parts.report('FAILED', error);
  }

  /** Ends the instance. Never rejects: how it ended is reported. */
  async shutdown(): Promise<void> {
    const { shutdownController, report } = this.#parts;
    shutdownController.abort();
    await this.#lastChange;
    try {
      await this.#stop();
      report('UNASSIGNED');
    } catch (error) {
      report('FAILED', error);
    }
  }

  async #change(target: TargetState): Promise<void> {
    const transition = connectorTransitions[this.#state][target];
    if (transition === null) {
      throw new ConnectError(
        `${this.#parts.name} Cannot transition connector to ${target} since it has failed`,
        { code: 'CONNECTOR_FAILED' },
      );
    }
    const before = this.#state;
    await this.#carryOut(transition);
    if (this.#state !== before) this.#parts.report(reportedState[target]);
  }

  async #carryOut({ call, next, onError }: Transition): Promise<void> {
    try {
      if (call === 'start') await this.#start();
      if (call === 'stop') await this.#stop();
      this.#state = next;
    } catch (error) {
      if (onError !== 'FAILED') {
        this.#parts.log.warn({ err: error }, 'The connector failed while it stopped');
        this.#state = onError;
        return;
      }
      this.fail(error);
      throw new ConnectError(`Failed to start connector: ${this.#parts.name}`, {
        code: 'CONNECTOR_FAILED',
        cause: error,
      });
    }
  }

  async #start(): Promise<void> {
    this.#started = true;
    await this.#parts.connector.start?.();
  }

  async #stop(): Promise<void> {
    if (!this.#started) return;
    this.#started = false;
    await this.#parts.connector.stop?.();
  }
}
