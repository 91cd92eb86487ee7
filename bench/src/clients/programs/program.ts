import { readFileSync } from 'node:fs';
import type { ClientJob } from '../client-kind.ts';

export interface Program {
  /** Resolves when `tally` has seen all records. */
  consume(job: ClientJob, tally: Tally): Promise<void>;
  /** Resolves when all records are acknowledged. */
  produce(job: ClientJob, payloads: readonly Buffer[]): Promise<void>;
}

/** Counts what is consumed, and says when it begins. */
export class Tally {
  readonly #expected: number;
  readonly #complete = Promise.withResolvers<void>();
  records = 0;
  bytes = 0;

  constructor(expected: number) {
    this.#expected = expected;
  }

  /** Resolves when enough records were added. */
  get complete(): Promise<void> {
    return this.#complete.promise;
  }

  add(records: number, bytes: number): void {
    if (this.records === 0) process.stdout.write('first\n');
    this.records += records;
    this.bytes += bytes;
    if (this.records >= this.#expected) this.#complete.resolve();
  }
}

/** Runs what the arguments say, and ends the process. */
export async function runProgram(program: Program): Promise<void> {
  const [action, text = '{}'] = process.argv.slice(2);
  const job = JSON.parse(text) as ClientJob;
  if (action === 'produce') await program.produce(job, readPayloads(job));
  else await consumeAll(program, job);
  writeHeldBytes();
  process.exit(0);
}

/** With `--expose-gc`: what is left when all that is not needed any more was collected. */
function writeHeldBytes(): void {
  if (globalThis.gc === undefined) return;
  for (let round = 0; round < 2; round += 1) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.stdout.write(`held ${heapUsed + external}\n`);
}

async function consumeAll(program: Program, job: ClientJob): Promise<void> {
  const tally = new Tally(job.records);
  await program.consume(job, tally);
  if (tally.records < job.records || tally.bytes !== tally.records * job.recordBytes)
    throw new Error(`Consumed ${tally.records} records with ${tally.bytes} bytes`);
}

function readPayloads({ payloadFile }: ClientJob): Buffer[] {
  const lines = readFileSync(payloadFile, 'utf8').trimEnd().split('\n');
  return lines.map((line) => Buffer.from(line));
}
