import { writeFile } from 'node:fs/promises';
import { makeTempFolder, startKafka } from '@sluice/testing-services';
import type { KafkaCluster } from '@sluice/testing-services';
import { parseBenchArguments } from './arguments.ts';
import type { BenchArguments } from './arguments.ts';
import { judgeBars } from './bars.ts';
import { describeEnvironment } from './environment.ts';
import { formatBars, formatRun, formatSummary } from './report.ts';
import { runRounds, type RoundsOptions, type RunResult } from './rounds.ts';
import { scenarios } from './scenarios/all-scenarios.ts';
import type { ScenarioName } from './scenarios/all-scenarios.ts';
import { payloads } from './scenarios/payload.ts';
import { recordBytes } from './scenarios/scenario.ts';
import type { ContenderName, Scenario, Stage } from './scenarios/scenario.ts';
import { summarize } from './summary.ts';
import { clients as allClients } from './clients/all-clients.ts';
import { workers as allWorkers } from './workers/all-workers.ts';

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function benchScenario(
  name: ScenarioName,
  common: Omit<Stage, 'atEnd'>,
  options: BenchArguments,
): Promise<object> {
  const scenario: Scenario = scenarios[name];
  print(`\n${name}: ${scenario.summary}`);
  const ends: (() => Promise<void>)[] = [];
  const rounds = {
    scenarioName: name,
    scenario,
    stage: { ...common, atEnd: (end: () => Promise<void>) => void ends.push(end) },
    contenders: contendersOf(scenario, options),
    rounds: options.rounds,
    onResult: (result: RunResult) => print(formatRun(result, scenario)),
  };
  const runs = await runUntilEnd(rounds, ends);
  const summary = summarize(runs, scenario.metrics);
  print(`\n${formatSummary(summary, scenario.contenders)}`);
  const bars = judgeBars(scenario.bars, summary);
  print(formatBars(bars, scenario.contenders));
  return { scenario: name, runs, summary, bars };
}

async function runUntilEnd(
  rounds: RoundsOptions,
  ends: readonly (() => Promise<void>)[],
): Promise<RunResult[]> {
  try {
    return await runRounds(rounds);
  } finally {
    for (const end of ends) await end();
  }
}

function contendersOf(scenario: Scenario, { workers, clients }: BenchArguments): ContenderName[] {
  const known = Object.keys(scenario.contenders) as ContenderName[];
  // What a sink is measured against is not for the user to choose.
  const isFixed = known.some((name) => !(name in allWorkers) && !(name in allClients));
  const kinds: readonly unknown[] = Object.values(allWorkers);
  const areWorkers = Object.values(scenario.contenders).every((contender) => kinds.includes(contender));
  const chosen: readonly ContenderName[] = areWorkers ? workers : clients;
  return isFixed ? known : chosen.filter((name) => name in scenario.contenders);
}

async function bench(options: BenchArguments, kafka: KafkaCluster): Promise<void> {
  const environment = await describeEnvironment();
  const { records, rounds, payload } = options;
  print(`${records} records of ${recordBytes} bytes as ${payload}, ${rounds} rounds`);
  print(
    `${environment.cores} cores (${environment.cpu}), ${environment.memoryGib} GiB, Node ${environment.node}, Java ${environment.java}`,
  );
  const folder = await makeTempFolder('bench');
  const stage = { kafka, folder: folder.path, records, payload: payloads[payload] };
  const results: object[] = [];
  for (const name of options.scenarios) results.push(await benchScenario(name, stage, options));
  await folder.remove();
  if (options.json !== undefined) {
    await writeFile(
      options.json,
      `${JSON.stringify({ environment, records, rounds, payload, results }, undefined, 2)}\n`,
    );
  }
}

async function main(): Promise<void> {
  const options = parseBenchArguments(process.argv.slice(2));
  // A broker as Kafka's own scripts start it: what is compared are the workers.
  const kafka = await startKafka({ profile: 'server' });
  try {
    await bench(options, kafka);
  } finally {
    await kafka.stop();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
