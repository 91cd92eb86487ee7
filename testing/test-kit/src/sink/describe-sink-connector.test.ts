import {
  defineConfig,
  defineSinkConnector,
  string,
  type ConfigOf,
  type SinkRecord,
  type SinkTask,
  type SinkTaskContext,
} from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { CollectedTests } from '../../testing/collected-tests.ts';
import { describeSinkConnector } from './describe-sink-connector.ts';

/** A place in memory that values are delivered to. */
class Shelf {
  readonly values: string[] = [];
  blocked: Promise<void> | null = null;
}

const shelves = new Map<string, Shelf>();

const shelfConfig = defineConfig({
  shelf: string({ doc: 'Name of the shelf.', importance: 'high' }),
});

/** Puts values on a shelf, or does what a bad sink does. */
class ShelfTask implements SinkTask {
  readonly #shelf: Shelf;
  readonly #context: SinkTaskContext;
  readonly #does: string;

  constructor({ shelf }: ConfigOf<typeof shelfConfig>, context: SinkTaskContext, does: string) {
    this.#shelf = shelves.get(shelf) as Shelf;
    this.#context = context;
    this.#does = does;
  }

  start(): void {
    if (this.#does === 'start once' && this.#shelf.values.includes('started')) throw new Error('again?');
    if (this.#does === 'start once') this.#shelf.values.push('started');
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    for (const record of records) await this.#deliver(record);
  }

  preCommit(offsets: Parameters<NonNullable<SinkTask['preCommit']>>[0]) {
    return this.#does === 'forget offsets' ? [] : offsets;
  }

  async #deliver(record: SinkRecord): Promise<void> {
    const value = String(record.value);
    if (this.#does === 'lose' && value === 'value 3') return;
    if (value === 'bad' && this.#does !== 'skip bad') {
      await this.#report(record);
      return;
    }
    if (value === 'bad') return;
    await this.#unblocked();
    this.#shelf.values.push(value);
  }

  async #report(record: SinkRecord): Promise<void> {
    const error = new Error('it is bad');
    if (this.#context.errantRecordReporter === null) throw error;
    await this.#context.errantRecordReporter.report(record, error);
  }

  async #unblocked(): Promise<void> {
    const { blocked } = this.#shelf;
    if (blocked === null) return;
    const stopping = new Promise<void>((resolve) =>
      this.#context.signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    await Promise.race(this.#does === 'ignore stops' ? [blocked] : [blocked, stopping]);
  }
}

function shelfSink(does: string, config = shelfConfig) {
  return defineSinkConnector({
    className: 'org.example.ShelfSinkConnector',
    taskClassName: 'org.example.ShelfSinkTask',
    version: '1',
    summary: 'Puts values on a shelf.',
    config,
    createTask: (parsed, context) => new ShelfTask(parsed, context, does),
  });
}

let count = 0;

/** What fails is not waited for. */
const impatient = { patienceMs: 1500, properties: { 'task.shutdown.graceful.timeout.ms': '2000' } };

async function failuresOf(
  plugin: ReturnType<typeof shelfSink>,
  only?: string,
): Promise<Record<string, string>> {
  const runner = new CollectedTests();
  describeSinkConnector(plugin, {
    runner,
    ...(only === undefined ? {} : impatient),
    badValues: ['bad'],
    open: () => {
      const name = `shelf ${count++}`;
      const shelf = new Shelf();
      shelves.set(name, shelf);
      return { config: { shelf: name }, shelf, delivered: () => shelf.values };
    },
    block: ({ shelf }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      shelf.blocked = promise;
      return resolve;
    },
  });
  return runner.failures(only);
}

const resumes = 'delivers records, and goes on at the committed offset after it was stopped';

describe('the tests of a sink', { timeout: 60_000 }, () => {
  it('are passed by a good one', async () => {
    expect(await failuresOf(shelfSink('well'))).toEqual({});
  });

  it.each([
    ['lose', resumes, 'waited 1500 ms in vain for 20 values to be delivered: missing are value 3'],
    ['forget offsets', resumes, 'Expected values to be strictly deep-equal'],
    ['start once', 'starts and stops twice', 'waited 1500 ms in vain for tested to be RUNNING'],
    [
      'skip bad',
      'reports each bad record and delivers the others where errors are tolerated',
      'every bad record is to be reported, and no other',
    ],
    [
      'skip bad',
      'fails at a bad record where errors are not tolerated',
      'in vain for a task of tested to fail',
    ],
    ['ignore stops', 'stops in time while the other system does not answer', 'it did not stop in time'],
  ])('find that one would %s: %s', async (does, test, message) => {
    expect(await failuresOf(shelfSink(does), test)).toEqual({
      [test]: expect.stringContaining(message) as string,
    });
  });

  it('find a key without a doc', async () => {
    const undocumented = defineConfig({ shelf: string({ doc: '', importance: 'high' }) });
    const test = 'documents every key';
    expect(await failuresOf(shelfSink('well', undocumented), test)).toEqual({
      [test]: 'the key shelf needs a doc of at least one sentence, with a full stop',
    });
  });

  it('do not test what the target cannot do', () => {
    const runner = new CollectedTests();
    describeSinkConnector(shelfSink('well'), { runner, open: () => expect.unreachable() });
    expect(runner.names).not.toContain('stops in time while the other system does not answer');
    expect(runner.names).not.toContain('fails at a bad record where errors are not tolerated');
  });
});
