import { setTimeout as sleep } from 'node:timers/promises';
import {
  defineConfig,
  defineSourceConnector,
  SourceRecord,
  string,
  type ConfigOf,
  type SourceTask,
  type SourceTaskContext,
} from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { CollectedTests } from '../../testing/collected-tests.ts';
import { describeSourceConnector } from './describe-source-connector.ts';

const lists = new Map<string, string[]>();

const listConfig = defineConfig({
  list: string({ doc: 'Name of the list.', importance: 'high' }),
  topic: string({ doc: 'Topic for its entries.', importance: 'high' }),
});

/** Makes records of the entries of a list, or does what a bad source does. */
class ListTask implements SourceTask {
  readonly #config: ConfigOf<typeof listConfig>;
  readonly #context: SourceTaskContext;
  readonly #does: string;
  #next = 0;

  constructor(config: ConfigOf<typeof listConfig>, context: SourceTaskContext, does: string) {
    this.#config = config;
    this.#context = context;
    this.#does = does;
  }

  async start(): Promise<void> {
    const offset = await this.#context.offsetStorageReader.offset(this.#partition);
    const position = Number(offset?.['position'] ?? 0);
    this.#next =
      this.#does === 'forget' ? 0 : this.#does === 'skip' && position > 0 ? position + 1 : position;
  }

  async poll(): Promise<SourceRecord[] | null> {
    const entry = (lists.get(this.#config.list) as string[])[this.#next];
    if (entry === undefined) return this.#wait();
    const sourceOffset = { position: ++this.#next };
    const { topic } = this.#config;
    const value = this.#does === 'shout' ? entry.toUpperCase() : entry;
    return [new SourceRecord({ topic, value, sourcePartition: this.#partition, sourceOffset })];
  }

  async #wait(): Promise<null> {
    if (this.#does === 'ignore stops') await sleep(10_000, null, { ref: false });
    await sleep(5);
    return null;
  }

  get #partition(): { list: string } {
    return { list: this.#config.list };
  }
}

function listSource(does: string) {
  return defineSourceConnector({
    className: 'org.example.ListSourceConnector',
    taskClassName: 'org.example.ListSourceTask',
    version: '1',
    summary: 'Makes records of a list.',
    config: listConfig,
    createTask: (config, context) => new ListTask(config, context, does),
  });
}

/** What fails is not waited for. */
const impatient = { patienceMs: 2500, properties: { 'task.shutdown.graceful.timeout.ms': '2000' } };

async function failuresOf(does: string, only?: string, readme?: URL): Promise<Record<string, string>> {
  const runner = new CollectedTests();
  describeSourceConnector(listSource(does), {
    runner,
    ...(only === undefined ? {} : impatient),
    ...(readme === undefined ? {} : { readme }),
    open: () => {
      const list: string[] = [];
      const name = `list ${lists.size}`;
      lists.set(name, list);
      const config = { list: name, topic: 'entries' };
      return { config, topic: 'entries', add: (values) => void list.push(...values) };
    },
  });
  return runner.failures(only);
}

const resumes = 'goes on at the committed offset after it was stopped';

describe('the tests of a source', { timeout: 60_000 }, () => {
  it('are passed by a good one', async () => {
    expect(await failuresOf('well')).toEqual({});
  });

  it.each([
    ['forget', resumes, 'Expected values to be strictly deep-equal'],
    ['skip', resumes, 'in vain for 20 records in the topic entries: there are 19'],
    ['shout', 'brings what is there and what comes, in order', 'Expected values to be strictly deep-equal'],
    ['ignore stops', 'starts and stops twice, in time while it waits for data', 'it did not stop in time'],
  ])('find that one would %s: %s', async (does, test, message) => {
    expect(await failuresOf(does, test)).toEqual({ [test]: expect.stringContaining(message) as string });
  });

  it('find a key that is not in the README', async () => {
    const readme = new URL('../../README.md', import.meta.url);
    const test = 'documents every key';
    expect(await failuresOf('well', test, readme)).toEqual({
      [test]: expect.stringMatching(/^the key list is not in file:/) as string,
    });
  });
});
