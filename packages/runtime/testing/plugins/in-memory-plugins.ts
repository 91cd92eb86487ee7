import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import {
  BadRequestError,
  ConnectError,
  defineConfig,
  defineConfigProvider,
  defineConverter,
  defineHeaderConverter,
  defineSinkConnector,
  defineSourceConnector,
  int,
  nonEmptyString,
  password,
  RetriableError,
  SourceRecord,
  string,
  type CheckContext,
  type CheckFinding,
  type ConfigOf,
  type SourceConnector,
  type SourceConnectorContext,
  type SourceTask,
  type SourceTaskContext,
} from '@sluice/connect-api';
import { TextConverter } from '../in-memory-converters.ts';

const version = '1.2.3';

const testSourceConfig = defineConfig({
  topic: string({ doc: 'Topic.', importance: 'high', validator: nonEmptyString() }),
  tasks: int({ doc: 'How many tasks it makes.', importance: 'low', default: 1 }),
  /** What the connector does instead of what it should; `ask` asks for a new division right away. */
  'connector.does': string({ doc: 'Misbehaviour.', importance: 'low', default: '' }),
  /** What the class does when it is to look at the other system. */
  'check.does': string({ doc: 'Misbehaviour.', importance: 'low', default: '' }),
  /** What the task does after its first records. */
  'task.does': string({ doc: 'Misbehaviour.', importance: 'low', default: '' }),
});
type TestSourceConfig = ConfigOf<typeof testSourceConfig>;

class TestSourceConnector implements SourceConnector {
  readonly #config: TestSourceConfig;
  readonly #context: SourceConnectorContext;
  #starts = 0;

  constructor(config: TestSourceConfig, context: SourceConnectorContext) {
    this.#config = config;
    this.#context = context;
    context.metrics.addMetric({ name: 'starts-total', doc: 'Starts.' }, 'total', () => this.#starts);
    if (config['connector.does'] === 'fail in the constructor') throw new Error('cannot be made');
  }

  async start(): Promise<void> {
    const does = this.#config['connector.does'];
    this.#starts++;
    if (does === 'fail in start') throw new Error('cannot start');
    if (does.startsWith('fail to start twice') && isAmongFirst(2, does)) throw new Error('cannot start yet');
    if (does === 'fail in second start' && this.#starts > 1) throw new Error('cannot start again');
    if (does === 'hang in start') await new Promise(() => undefined);
    if (does === 'block in start') block();
    if (does === 'raise') setImmediate(() => this.#context.raiseError(new Error('lost it')));
  }

  async taskConfigs(maxTasks: number): Promise<Record<string, string>[]> {
    const does = this.#config['connector.does'];
    if (does === 'fail in taskConfigs') throw new Error('cannot divide');
    if (does.startsWith('fail to divide twice') && isAmongFirst(2, does))
      throw new Error('cannot divide yet');
    if (does === 'hang in taskConfigs') await new Promise(() => undefined);
    if (does === 'ask once' && this.#starts++ === 1) this.#context.requestTaskReconfiguration();
    const count = does === 'ask once' ? Math.min(this.#starts - 1, maxTasks) : this.#config.tasks;
    return Array.from({ length: count }, (_none, task) => ({
      topic: this.#config.topic,
      'task.does': this.#config['task.does'],
      number: String(task),
    }));
  }
}

/** Gives a record with a growing position every few milliseconds. */
class TestSourceTask implements SourceTask {
  readonly #does: string;
  readonly #topic: string;
  readonly #context: SourceTaskContext;
  #position = 0;

  constructor(config: TestSourceConfig, context: SourceTaskContext) {
    this.#does = config['task.does'];
    this.#topic = config.topic;
    this.#context = context;
    context.metrics.addMetric({ name: 'position', doc: 'Position.' }, 'gauge', () => this.#position);
    if (this.#does === 'fail in the constructor') throw new Error('cannot be made');
  }

  async start(): Promise<void> {
    const offset = await this.#context.offsetStorageReader.offset(this.#partition);
    this.#position = Number(offset?.['position'] ?? 0);
  }

  async poll(): Promise<SourceRecord[] | null> {
    if (this.#position > 2) misbehave(this.#does);
    if (this.#position > 100) misbehave(this.#does.replace(' after a while', ''));
    if (this.#does.startsWith('fail twice') && isAmongFirst(2, this.#does)) throw new Error('poll failed');
    if (this.#does === 'log') this.#context.log.warn({ config: await this.#context.configs() }, 'working');
    if (this.#does === 'hang' && this.#position > 2) await new Promise(() => undefined);
    await delay(2);
    const sourceOffset = { position: ++this.#position };
    return [
      new SourceRecord({ topic: this.#topic, value: 'v', sourcePartition: this.#partition, sourceOffset }),
    ];
  }

  stop(): void {
    if (this.#does === 'exit in stop') process.exit(3);
  }

  get #partition(): { task: number } {
    return { task: this.#context.task };
  }
}

/** How often something was tried, by what a test calls it. */
const tries = new Map<string, number>();

function isAmongFirst(count: number, what: string): boolean {
  const tried = (tries.get(what) ?? 0) + 1;
  tries.set(what, tried);
  return tried <= count;
}

function misbehave(how: string): void {
  if (how === 'fail') throw new Error('poll failed');
  if (how === 'block') block();
  if (how === 'exit') process.exit(3);
  if (how === 'exit later') setTimeout(() => process.exit(4), 5);
  if (how === 'exit as nobody') exitAsNobody();
  if (how === 'block later') setTimeout(block, 5);
  if (how === 'reject in a timer') {
    setTimeout(() => {
      void Promise.reject(new Error('nobody awaits this'));
    });
  }
  if (how === 'throw in a timer')
    setImmediate(() => {
      throw new Error('nobody catches this');
    });
  if (how === 'fill the heap') {
    const hoard: unknown[] = [];
    for (;;) hoard.push(Array.from({ length: 1000 }, (_none, index) => ({ index })));
  }
}

/** What a connector says to changes of its offsets, by its configuration; an objection tells what it was asked. */
async function answerOffsets(config: Readonly<Record<string, string>>, changes: unknown): Promise<boolean> {
  const does = config['offsets.do'] ?? '';
  if (does === 'object') {
    const told = JSON.stringify(changes, (_name, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    throw new ConnectError(`no: ${told}`, { code: 'OFFSETS_CHANGE_REJECTED' });
  }
  if (does === 'refuse the request') throw new BadRequestError('not so');
  if (does === 'tell the password') throw new Error(`the password is ${config['password']}`);
  if (does === 'be elsewhere') throw new ConnectError('mine', { code: 'OFFSETS_UNSUPPORTED' });
  if (does === 'hang') await new Promise(() => undefined);
  if (does === 'exit') process.exit(3);
  if (does === 'block') block();
  return does !== 'not know';
}

/** What a connector finds when it looks at the other system, by its configuration. */
async function answerCheck(
  { 'check.does': does, topic }: TestSourceConfig,
  { signal, connector }: CheckContext,
): Promise<CheckFinding[]> {
  if (does === 'fail') throw new Error(`cannot look for ${topic}`);
  if (does === 'block') block();
  if (does === 'wait until told') {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }
  const remedy = `create ${topic}`;
  return [
    { subject: connector, outcome: 'passed', message: 'reached' },
    { subject: topic, outcome: 'failed', message: `there is no ${topic}`, remedy, keys: ['topic'] },
  ];
}

/** In no task's scope, as far as that can be known. */
const exitAsNobody = AsyncLocalStorage.bind(() => process.exit(5));

function block(): never {
  for (;;);
}

const testSource = defineSourceConnector({
  className: 'org.example.TestSourceConnector',
  taskClassName: 'org.example.TestSourceTask',
  version,
  summary: 'Counts.',
  config: testSourceConfig,
  check: answerCheck,
  createConnector: (config, context) => new TestSourceConnector(config, context),
  createTask: (config, context) => new TestSourceTask(config, context),
  alterOffsets: answerOffsets,
});

const testSink = defineSinkConnector({
  className: 'org.example.TestSinkConnector',
  taskClassName: 'org.example.TestSinkTask',
  version,
  summary: 'Takes what comes.',
  config: defineConfig({
    mode: string({ doc: 'Mode.', importance: 'low', default: null }),
    pin: password({ doc: 'A secret whose name does not say so.', importance: 'low', default: null }),
  }),
  validate: ({ mode }) => (mode === 'odd' ? [{ key: 'mode', message: 'mode must not be odd' }] : []),
  alterOffsets: answerOffsets,
  createTask: () => ({
    put: (records) => {
      if (records.some(({ value }) => value === 'refused')) throw new RetriableError('not yet');
    },
  }),
});

const textConverter = defineConverter({
  className: 'org.example.TextConverter',
  version,
  summary: 'Text.',
  config: defineConfig({
    encoding: string({ doc: 'Encoding.', importance: 'low', default: 'UTF-8' }),
    limit: int({ doc: 'Limit.', importance: 'low', default: 0 }),
  }),
  createConverter: () => new TextConverter(),
  createHeaderConverter: () => new TextConverter(),
});

const headerConverter = defineHeaderConverter({
  className: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
  version,
  summary: 'Stands in for the default of every worker.',
  config: defineConfig({}),
  createHeaderConverter: () => new TextConverter(),
});

const configProvider = defineConfigProvider({
  className: 'org.example.TestConfigProvider',
  version,
  summary: 'Knows a value for every key, for 5 seconds.',
  config: defineConfig({}),
  createProvider: () => ({
    get: (_path, keys) => ({
      values: new Map([...keys].map((key) => [key, `value-of-${key}`])),
      ttlMs: 5000,
    }),
  }),
});

export const plugins = [testSource, testSink, textConverter, headerConverter, configProvider];
