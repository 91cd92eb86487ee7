import { parseArgs } from 'node:util';
import { clients } from './clients/all-clients.ts';
import type { ClientName } from './clients/all-clients.ts';
import { scenarios, scenariosNamed } from './scenarios/all-scenarios.ts';
import type { ScenarioName } from './scenarios/all-scenarios.ts';
import { payloads } from './scenarios/payload.ts';
import type { PayloadName } from './scenarios/payload.ts';
import { workers } from './workers/all-workers.ts';
import type { WorkerName } from './workers/all-workers.ts';

export interface BenchArguments {
  readonly scenarios: readonly ScenarioName[];
  /** Who takes part where workers are compared. */
  readonly workers: readonly WorkerName[];
  /** Who takes part where Kafka clients are compared. */
  readonly clients: readonly ClientName[];
  readonly rounds: number;
  readonly records: number;
  readonly payload: PayloadName;
  /** Where the results are written as JSON. */
  readonly json: string | undefined;
}

const scenarioLines = Object.entries(scenarios).map(
  ([name, { summary }]) => `  ${name.padEnd(18)} ${summary}`,
);

const usage = `Usage: npm run bench -- SCENARIO... [options]

${scenarioLines.join('\n')}

A name stands for all that begin with it: plane, plane-consume, file.

  --records N          records to move (3000000)
  --rounds N           runs of each worker, in turns (3)
  --workers A,B        of ${Object.keys(workers).join(', ')} (sluice,java)
  --clients A,B        of ${Object.keys(clients).join(', ')} (all)
  --converter NAME     of ${Object.keys(payloads).join(', ')} (string)
  --json FILE          also write all results to a file`;

/** Throws with what is wrong and how it is used. */
export function parseBenchArguments(args: readonly string[]): BenchArguments {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        records: { type: 'string', default: '3000000' },
        rounds: { type: 'string', default: '3' },
        workers: { type: 'string', default: 'sluice,java' },
        clients: { type: 'string', default: Object.keys(clients).join(',') },
        converter: { type: 'string', default: 'string' },
        json: { type: 'string' },
      },
    });
    if (positionals.length === 0) throw new Error('Which scenario?');
    return {
      scenarios: positionals.flatMap(scenariosOf),
      workers: values.workers.split(',').map((name) => oneOf(workers, name)),
      clients: values.clients.split(',').map((name) => oneOf(clients, name)),
      rounds: positiveInteger('rounds', values.rounds),
      records: positiveInteger('records', values.records),
      payload: oneOf(payloads, values.converter),
      json: values.json,
    };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, {
      cause: error,
    });
  }
}

function scenariosOf(word: string): readonly ScenarioName[] {
  const named = scenariosNamed(word);
  return named.length > 0 ? named : [oneOf(scenarios, word)];
}

function oneOf<Name extends string>(known: Readonly<Record<Name, unknown>>, name: string): Name {
  if (Object.hasOwn(known, name)) return name as Name;
  throw new Error(`${name} is not one of ${Object.keys(known).join(', ')}`);
}

function positiveInteger(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`--${name} is ${text}, which is not a positive whole number`);
}
