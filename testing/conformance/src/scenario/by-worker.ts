import type { Scenario } from './scenario.ts';

/** Scenarios that one worker can run. */
export interface WorkerScenarios {
  readonly properties: Readonly<Record<string, string>>;
  readonly scenarios: readonly Scenario[];
}

/** Scenarios by what their worker has to be configured with. */
export function byWorker(scenarios: readonly Scenario[]): WorkerScenarios[] {
  const groups = Map.groupBy(scenarios, ({ worker = {} }) => JSON.stringify(worker));
  return Array.from(groups, ([properties, ofWorker]) => ({
    properties: JSON.parse(properties) as WorkerScenarios['properties'],
    scenarios: ofWorker,
  }));
}
