import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder, produceLines, startSluiceWorker, waitFor } from '@sluice/testing-services';
import type { SluiceWorker, TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { ConnectorRest } from '../src/connector-rest.ts';
import { numberedLines } from '../src/files.ts';
import { installOddPlugins } from '../src/install-odd-plugins.ts';

const { bootstrapServers } = inject('kafka');
const restBoundMs = 1000;
const blockedTimeoutMs = 3000;

let folder: TempFolder;
let worker: SluiceWorker;
let rest: ConnectorRest;

beforeEach(async () => {
  folder = await makeTempFolder('self-healing');
  await installOddPlugins(folder.path);
  worker = await startSluiceWorker({
    bootstrapServers,
    properties: {
      'plugin.path': folder.path,
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'offset.flush.interval.ms': '200',
      'consumer.session.timeout.ms': '6000',
      'consumer.heartbeat.interval.ms': '500',
      'sluice.health.stalled.ms': '1000',
      'sluice.task.thread.blocked.timeout.ms': String(blockedTimeoutMs),
      'sluice.task.thread.max.heap.bytes': '100000000',
    },
  });
  rest = new ConnectorRest(worker.url);
});

afterEach(async () => {
  await worker.stop();
  await folder.remove();
});

const newName = (): string => `healing-${randomBytes(4).toString('hex')}`;
const lines = (first: number, count: number): string[] => numberedLines(first, count).trimEnd().split('\n');

/** File sinks, as many as share all threads of the worker; each in a group of its own. */
class Neighbours {
  readonly topic = newName();
  readonly files = [0, 1, 2].map((number) => join(folder.path, `neighbour-${number}.txt`));

  async start(): Promise<void> {
    await this.produce(0, 1000);
    for (const [number, file] of this.files.entries()) {
      await rest.putConfig(`${this.topic}-${number}`, {
        'connector.class': 'FileStreamSink',
        topics: this.topic,
        file,
      });
    }
    await this.untilAllHave(1000);
  }

  produce(first: number, count: number): Promise<void> {
    return produceLines(bootstrapServers, this.topic, lines(first, count));
  }

  /** How many different lines each has. */
  async counts(): Promise<number[]> {
    const texts = await Promise.all(this.files.map((file) => readFile(file, 'utf8')));
    return texts.map((text) => new Set(text.trimEnd().split('\n')).size);
  }

  async untilAllHave(count: number): Promise<void> {
    await waitFor(`${count} lines in every file`, async () => {
      const counts = await this.counts();
      if (counts.every((each) => each === count)) return true;
      throw new Error(`they have ${counts.join(', ')}`);
    });
  }

  /** The states of their connectors and tasks, all of them. */
  async states(): Promise<Set<string>> {
    const tasks = await Promise.all(this.files.map((_file, number) => rest.tasks(`${this.topic}-${number}`)));
    return new Set(tasks.flat().map(({ state }) => state));
  }
}

/** Asks the worker something again and again, and notes how long answers take. */
class Impatient {
  #longestMs = 0;
  #isOver = false;
  readonly #asking: Promise<void>;

  constructor(url: string) {
    this.#asking = this.#ask(url);
  }

  async stop(): Promise<number> {
    this.#isOver = true;
    await this.#asking;
    return this.#longestMs;
  }

  async #ask(url: string): Promise<void> {
    while (!this.#isOver) {
      const startMs = performance.now();
      await (await fetch(`${url}/connectors?expand=health`)).text();
      this.#longestMs = Math.max(this.#longestMs, performance.now() - startMs);
      await new Promise((resolve) => void setTimeout(resolve, 20));
    }
  }
}

async function startOdd(does: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const name = newName();
  await produceLines(bootstrapServers, name, ['harmless']);
  await rest.putConfig(name, { 'connector.class': 'OddSink', topics: name, does, ...more });
  await rest.untilTaskIs(name, 'RUNNING');
  return name;
}

describe('a task that brings down its thread', () => {
  it('by spinning for ever has failed and says where; the others go on, and REST never notices', async () => {
    const neighbours = new Neighbours();
    const odd = await startOdd('spin');
    await neighbours.start();
    const impatient = new Impatient(worker.url);
    await produceLines(bootstrapServers, odd, ['trigger']);
    await rest.untilHealthIs(odd, 'blocked');
    // Who lives in another thread goes on while the thread is blocked.
    await neighbours.produce(1000, 1000);
    await waitFor('a neighbour to have what is new', async () =>
      (await neighbours.counts()).includes(2000) ? true : undefined,
    );
    expect(await rest.tasks(odd)).toMatchObject([{ state: 'RUNNING' }]);
    const trace = await rest.untilTaskIs(odd, 'FAILED');
    expect(trace).toMatch(
      new RegExp(`^org.apache.kafka.connect.errors.ConnectException: ${odd}-0 has blocked `),
    );
    expect(trace).toContain('\tat spinForEver (');
    await neighbours.untilAllHave(2000);
    expect(await neighbours.states()).toEqual(new Set(['RUNNING']));
    expect(await impatient.stop()).toBeLessThan(restBoundMs);
  });

  it.each([
    ['hoard', /The memory of the thread of .* ran out/],
    ['throw later', /threw an error that nobody caught: nobody catches this/],
    ['exit', /something in it called process\.exit\(7\)/],
  ])('by what it does (%s) has failed, is restarted, and quarantined in the end', async (does, reason) => {
    const neighbours = new Neighbours();
    const odd = await startOdd(does, {
      'sluice.restart.policy': 'on-failure',
      'sluice.restart.backoff.ms': '100',
      'sluice.restart.max.per.hour': '1',
    });
    await neighbours.start();
    await produceLines(bootstrapServers, odd, ['trigger']);
    await neighbours.produce(1000, 1000);
    await rest.untilQuarantined(odd);
    expect(await rest.untilTaskIs(odd, 'FAILED')).toMatch(reason);
    await neighbours.untilAllHave(2000);
    expect(await neighbours.states()).toEqual(new Set(['RUNNING']));
  });
});

describe('a task that waits for ever', () => {
  it('is RUNNING, as with Java, and stalled, with the call it is in', async () => {
    const odd = await startOdd('wait');
    await rest.untilHealthIs(odd, 'starved');
    await produceLines(bootstrapServers, odd, ['trigger']);
    expect(await rest.untilHealthIs(odd, 'stalled')).toMatch(/^put has not returned, for /);
    expect(await rest.tasks(odd)).toMatchObject([{ state: 'RUNNING' }]);
  });
});
