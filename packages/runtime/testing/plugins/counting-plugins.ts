import { setTimeout as delay } from 'node:timers/promises';
import {
  boolean,
  defineConfig,
  defineConverter,
  defineSourceConnector,
  int,
  SourceRecord,
  string,
  type ConfigOf,
  type SourceTask,
  type SourceTaskContext,
} from '@sluice/connect-api';
import type { AnyPlugin } from '../../src/plugins/plugin-registry.ts';
import { TextConverter } from '../in-memory-converters.ts';

const config = defineConfig({
  topic: string({ doc: 'Where the numbers go.', importance: 'high' }),
  total: int({ doc: 'How many numbers there are.', importance: 'high' }),
  'batch.size': int({ doc: 'How many numbers a poll brings.', importance: 'low', default: 100 }),
  'pause.ms': int({ doc: 'How long a poll takes at least.', importance: 'low', default: 1 }),
  junk: boolean({
    doc: 'Whether every fourth poll brings junk, which is to be aborted.',
    importance: 'low',
    default: false,
  }),
});

/** Counts in two source partitions, each from where it was committed. Values are `<partition>:<number>`. */
class CountingTask implements SourceTask {
  readonly #config: ConfigOf<typeof config>;
  readonly #context: SourceTaskContext;
  readonly #next = { even: 0, odd: 0 };
  #polls = 0;

  constructor(given: ConfigOf<typeof config>, context: SourceTaskContext) {
    this.#config = given;
    this.#context = context;
  }

  async start(): Promise<void> {
    const { offsetStorageReader: reader } = this.#context;
    const [even, odd] = await reader.offsets([{ numbers: 'even' }, { numbers: 'odd' }]);
    this.#next.even = Number(even?.['next'] ?? 0);
    this.#next.odd = Number(odd?.['next'] ?? 0);
    this.#context.log.info({ ...this.#next }, 'Counting on');
  }

  async poll(): Promise<SourceRecord[] | null> {
    const { transactionContext, signal } = this.#context;
    this.#polls++;
    // Lets other things happen, as a poll that waits for data does.
    await delay(this.#config['pause.ms']);
    if (this.#config.junk && this.#polls % 4 === 0) {
      transactionContext?.abortTransaction();
      return [this.#record('even', 'junk'), this.#record('odd', 'junk')];
    }
    transactionContext?.commitTransaction();
    const records = this.#count();
    if (records.length > 0) return records;
    await delay(50, undefined, { signal }).catch(() => undefined);
    return null;
  }

  #count(): SourceRecord[] {
    const { total, 'batch.size': batchSize } = this.#config;
    const records: SourceRecord[] = [];
    while (records.length < batchSize) {
      const which = this.#next.even <= this.#next.odd ? 'even' : 'odd';
      const number = this.#next[which];
      if (number >= total / 2) break;
      this.#next[which] = number + 1;
      records.push(this.#record(which, String(number)));
    }
    return records;
  }

  #record(numbers: 'even' | 'odd', text: string): SourceRecord {
    return new SourceRecord({
      topic: this.#config.topic,
      key: text,
      value: `${numbers}:${text}`,
      sourcePartition: { numbers },
      sourceOffset: { next: this.#next[numbers] },
    });
  }
}

const countingSource = defineSourceConnector({
  className: 'org.example.CountingSource',
  taskClassName: 'org.example.CountingTask',
  version: '1',
  summary: 'Counts.',
  config,
  createTask: (given, context) => new CountingTask(given, context),
});

const textConverter = defineConverter({
  className: 'org.example.TextConverter',
  version: '1',
  summary: 'Text.',
  config: {},
  createConverter: () => new TextConverter(),
  createHeaderConverter: () => new TextConverter(),
});

export const plugins: readonly AnyPlugin[] = [countingSource, textConverter] as readonly AnyPlugin[];
