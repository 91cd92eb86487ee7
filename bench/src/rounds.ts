import type { Measurements } from './metrics.ts';
import { measureRun } from './measure-run.ts';
import type { Scenario, Stage } from './scenarios/scenario.ts';
import { workers } from './workers/all-workers.ts';
import type { WorkerName } from './workers/all-workers.ts';

export interface RunResult {
  readonly worker: WorkerName;
  /** From 1. */
  readonly round: number;
  readonly measurements: Measurements;
}

export interface RoundsOptions {
  readonly scenarioName: string;
  readonly scenario: Scenario;
  readonly stage: Stage;
  readonly workers: readonly WorkerName[];
  readonly rounds: number;
  readonly onResult: (result: RunResult) => void;
}

/** One run of every worker in each round, in turns, so that neighbours had the same machine. */
export async function runRounds(options: RoundsOptions): Promise<RunResult[]> {
  const { scenario, scenarioName, stage } = options;
  const makeJob = await scenario.prepare?.(stage);
  const results: RunResult[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    for (const worker of options.workers) {
      const name = `bench-${scenarioName}-${worker}-${round}`;
      const job = await makeJob?.(name);
      const measurements = await measureRun({ name, worker: workers[worker], stage, job });
      await job?.target.remove();
      const result = { worker, round, measurements };
      options.onResult(result);
      results.push(result);
    }
  }
  return results;
}
