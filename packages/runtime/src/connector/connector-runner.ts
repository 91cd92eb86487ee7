import {
  ConnectError,
  type PluginLogger,
  type SinkConnector,
  type SourceConnector,
  type TaskConfig,
} from '@sluice/connect-api';
import type { TargetState } from '../states.ts';
import type { ReportState } from '../task/run-task.ts';
import { connectorTransitions, type ConnectorState, type Transition } from './connector-states.ts';
import { checkTaskCount, type TaskLimit } from './task-limit.ts';

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
  #latestTarget: { readonly target: TargetState } | null = null;
  #lastChange: Promise<void> = Promise.resolve();

  constructor(parts: ConnectorRunnerParts) {
    this.#parts = parts;
  }

  /**
   * Brings the connector into a state. A request that waits for an earlier one gives way to a later one.
   * @throws ConnectError when it has failed before, or fails now, or gave way.
   */
  transition(target: TargetState): Promise<void> {
    const request = { target };
    this.#latestTarget = request;
    const change = this.#lastChange.then(() => {
      this.#refuseOutdated(request);
      return this.#change(target);
    });
    this.#lastChange = change.catch(() => undefined);
    return change;
  }

  /**
   * Has the connector divide its work; more tasks than allowed fail it.
   * @throws ConnectError when it is not started, or whatever the connector throws.
   */
  async taskConfigs(limit: TaskLimit): Promise<readonly TaskConfig[]> {
    await this.#lastChange;
    const { name, connector } = this.#parts;
    if (this.#state !== 'STARTED') {
      throw new ConnectError(`The connector ${name} is not running and cannot divide its work`, {
        code: 'CONNECTOR_FAILED',
      });
    }
    const configs = await connector.taskConfigs(limit.maxTasks);
    try {
      checkTaskCount(name, configs.length, limit);
    } catch (error) {
      this.fail(error);
      throw error;
    }
    return configs;
  }

  /** The connector cannot go on. The first failure is the one that counts. */
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

  #refuseOutdated(request: { readonly target: TargetState }): void {
    const { target } = request;
    const refusal = `Could not begin changing connector state to ${target}`;
    if (this.#parts.shutdownController.signal.aborted) {
      throw new ConnectError(`${refusal} as the connector has been scheduled for shutdown`);
    }
    const latest = this.#latestTarget;
    if (latest === null || latest === request) return;
    throw new ConnectError(
      `${refusal} before another request to change state was made; ` +
        `the new request (which is to change the state to ${latest.target}) has pre-empted this one`,
    );
  }

  async #change(target: TargetState): Promise<void> {
    const before = this.#state;
    const transition = connectorTransitions[before][target];
    if (transition === null) {
      throw new ConnectError(
        `${this.#parts.name} Cannot transition connector to ${target} since it has failed`,
        { code: 'CONNECTOR_FAILED' },
      );
    }
    await this.#carryOut(transition);
    if (this.#state !== before) this.#parts.report(reportedState[target]);
  }

  async #carryOut({ call, next, onError }: Transition): Promise<void> {
    const before = this.#state;
    try {
      if (call === 'start') await this.#start();
      if (call === 'stop') await this.#stop();
    } catch (error) {
      if (onError === 'FAILED') {
        this.fail(error);
        throw this.#failure(call, error);
      }
      this.#parts.log.warn({ err: error }, 'The connector failed while it stopped');
    }
    // It may have raised an error of its own meanwhile.
    if (this.#state !== before) throw this.#failure(call);
    this.#state = next;
  }

  #failure(call: Transition['call'], cause?: unknown): ConnectError {
    return new ConnectError(`Failed to ${call ?? 'change'} connector: ${this.#parts.name}`, {
      code: 'CONNECTOR_FAILED',
      cause,
    });
  }

  async #start(): Promise<void> {
    await this.#parts.connector.start?.();
    this.#started = true;
  }

  async #stop(): Promise<void> {
    if (!this.#started) return;
    this.#started = false;
    await this.#parts.connector.stop?.();
  }
}
