import { setTimeout as sleep } from 'node:timers/promises';
import {
  atLeast,
  defineConfig,
  defineSourceConnector,
  int,
  nonEmptyString,
  SourceRecord,
  string,
  type ConfigOf,
  type SourceTask,
  type SourceTaskContext,
} from '@sluice/connect-api';
import { version } from './version.ts';

const tickConfig = defineConfig({
  topic: string({
    doc: 'Topic that the ticks go to.',
    importance: 'high',
    validator: nonEmptyString(),
  }),
  'interval.ms': int({
    doc: 'Time between two ticks, in milliseconds.',
    importance: 'medium',
    default: 1000,
    validator: atLeast(1),
  }),
  limit: int({
    doc: 'After how many ticks it ends; 0 is never.',
    importance: 'low',
    default: 0,
    validator: atLeast(0),
  }),
});

type TickConfig = ConfigOf<typeof tickConfig>;

/** Makes a record at each tick, without a schema: a map with the number of the tick. */
class TickTask implements SourceTask {
  readonly #config: TickConfig;
  readonly #context: SourceTaskContext;
  #ticks = 0;

  constructor(config: TickConfig, context: SourceTaskContext) {
    this.#config = config;
    this.#context = context;
  }

  async start(): Promise<void> {
    const offset = await this.#context.offsetStorageReader.offset(this.#partition);
    this.#ticks = Number(offset?.['ticks'] ?? 0);
  }

  async poll(): Promise<SourceRecord[] | null> {
    const { topic, limit, 'interval.ms': intervalMs } = this.#config;
    // Whoever waits gives up when the task is asked to stop.
    await sleep(intervalMs, null, { signal: this.#context.signal }).catch(() => null);
    if (this.#context.signal.aborted || (limit > 0 && this.#ticks >= limit)) return null;
    const ticks = ++this.#ticks;
    return [
      new SourceRecord({
        topic,
        key: null,
        value: new Map([['tick', String(ticks)]]),
        sourcePartition: this.#partition,
        sourceOffset: { ticks },
      }),
    ];
  }

  get #partition(): { topic: string } {
    return { topic: this.#config.topic };
  }
}

export const tickSource = defineSourceConnector({
  className: 'com.acme.TickSourceConnector',
  taskClassName: 'com.acme.TickSourceTask',
  version,
  summary: 'Makes a record at each tick of a clock.',
  config: tickConfig,
  createTask: (config, context) => new TickTask(config, context),
});
