import type { RestLogin } from '@sluice/testing-services';
import type { Scenario } from './scenario.ts';

/** What a worker has to be started with beside the usual. */
export interface WorkerSetup {
  readonly mode: 'standalone' | 'distributed';
  readonly properties: Readonly<Record<string, string>>;
  readonly login?: RestLogin;
}

/** Scenarios that one worker can run. */
export interface WorkerScenarios {
  readonly setup: WorkerSetup;
  readonly scenarios: readonly Scenario[];
}

/** Scenarios by what their worker has to be started with. */
export function byWorker(scenarios: readonly Scenario[]): WorkerScenarios[] {
  const groups = Map.groupBy(scenarios, ({ mode = 'standalone', worker = {}, login }) =>
    JSON.stringify({ mode, properties: worker, login }),
  );
  return Array.from(groups, ([setup, ofWorker]) => ({
    setup: JSON.parse(setup) as WorkerSetup,
    scenarios: ofWorker,
  }));
}
