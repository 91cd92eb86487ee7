import type { PluginLogger } from '@sluice/connect-api';
import type { StoredRestart } from '../../../stores/config/config-record.ts';
import type { ConnectorStatus } from '../../herder.ts';
import { planRestart } from '../../restart-plan.ts';
import type { OwnConnectors } from '../work/own-connectors.ts';
import type { OwnTasks } from '../work/own-tasks.ts';

export interface RestartRequestsParts {
  readonly connectors: Pick<OwnConnectors, 'has' | 'restart'>;
  readonly tasks: Pick<OwnTasks, 'has' | 'restart'>;
  /** `null` while nothing is known. */
  readonly statusOf: (connector: string) => ConnectorStatus | null;
  readonly log: PluginLogger;
}

/** Carries out this worker's part of the restarts that the cluster was asked for (KIP-745). */
export class RestartRequests {
  readonly #parts: RestartRequestsParts;
  readonly #pending = new Map<string, StoredRestart>();

  constructor(parts: RestartRequestsParts) {
    this.#parts = parts;
  }

  /** Of several for one connector the one that restarts the most is carried out; of two that do the same, the first. */
  add(restart: StoredRestart): void {
    const pending = this.#pending.get(restart.connector);
    if (pending === undefined || impactOf(restart) > impactOf(pending))
      this.#pending.set(restart.connector, restart);
  }

  /** Begins those that were added; their outcomes show as states. */
  begin(): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const restart of pending) void this.#carryOut(restart);
  }

  async #carryOut(restart: StoredRestart): Promise<void> {
    const { connectors, tasks, statusOf, log } = this.#parts;
    const { connector } = restart;
    const status = statusOf(connector);
    if (status === null) return;
    const plan = planRestart(restart, status);
    const own = plan.tasks.map((task) => ({ connector, task })).filter((id) => tasks.has(id));
    const restarted = own.map((id) => tasks.restart(id, { showsRestarting: true }));
    if (plan.restartConnector && connectors.has(connector))
      restarted.push(connectors.restart(connector, { showsRestarting: true }));
    for (const outcome of await Promise.allSettled(restarted)) {
      if (outcome.status === 'rejected')
        log.error({ connector, err: outcome.reason as unknown }, 'What was restarted did not start');
    }
  }
}

function impactOf({ onlyFailed, includeTasks }: StoredRestart): number {
  return (onlyFailed ? 0 : 2) + (includeTasks ? 1 : 0);
}
