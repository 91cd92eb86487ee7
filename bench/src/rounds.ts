import type { Measurements } from './metrics.ts';
import type { ContenderName, Scenario, Stage } from './scenarios/scenario.ts';

export interface RunResult {
  readonly contender: ContenderName;
  /** From 1. */
  readonly round: number;
  readonly measurements: Measurements;
}

export interface RoundsOptions {
  readonly scenarioName: string;
  readonly scenario: Scenario;
  readonly stage: Stage;
  readonly contenders: readonly ContenderName[];
  readonly rounds: number;
  readonly onResult: (result: RunResult) => void;
}

/**
 * One run of every contender in each round, in turns, so that neighbours had the same machine. Every other round goes the other
 * way: what warms up over the rounds, like the node of a search index, is nobody's advantage.
 */
export async function runRounds(options: RoundsOptions): Promise<RunResult[]> {
  const { scenario, scenarioName, stage } = options;
  const measureRun = await scenario.prepare(stage);
  const results: RunResult[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    const order = round % 2 === 1 ? options.contenders : options.contenders.toReversed();
    for (const contender of order) {
      const name = `bench-${scenarioName}-${contender}-${round}`;
      const result = { contender, round, measurements: await measureRun({ contender, name }) };
      options.onResult(result);
      results.push(result);
    }
  }
  return results;
}
