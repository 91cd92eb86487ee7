import { setTimeout as sleep } from 'node:timers/promises';
import {
  atLeast,
  boolean,
  defineConfig,
  defineSourceConnector,
  int,
  nonEmptyString,
  SchemaBuilder,
  schemas,
  SourceRecord,
  string,
  Struct,
  TimestampSchema,
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
  'with.schema': boolean({
    doc: 'Whether ticks have a schema: an INT64 and the time as TIMESTAMP, in place of a map with a text.',
    importance: 'low',
    default: false,
  }),
  limit: int({
    doc: 'After how many ticks it ends; 0 is never.',
    importance: 'low',
    default: 0,
    validator: atLeast(0),
  }),
});

type TickConfig = ConfigOf<typeof tickConfig>;

const tickSchema = SchemaBuilder.struct()
  .name('com.acme.Tick')
  .field('tick', schemas.int64)
  .field('at', TimestampSchema.schema)
  .build();

/** Makes a record at each tick. */
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
    const [valueSchema, value] = this.#config['with.schema']
      ? [tickSchema, new Struct(tickSchema).put('tick', BigInt(ticks)).put('at', new Date())]
      : [null, new Map([['tick', String(ticks)]])];
    return [
      new SourceRecord({
        topic,
        key: null,
        valueSchema,
        value,
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
