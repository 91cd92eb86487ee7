import { describe, expect, it } from 'vitest';
import type { ValidConnector } from '../../config/connector-validator.ts';
import { ConfigFold } from '../../stores/config/config-fold.ts';
import type { ConfigRecord } from '../../stores/config/config-record.ts';
import { ConfigReactions } from './config-reactions.ts';

const connector = (name: string, version: string | null): ConfigRecord => ({
  kind: 'connector',
  name,
  config: version === null ? null : { version, name },
});
const task = (name: string, number: number, version: string): ConfigRecord => ({
  kind: 'task',
  id: { connector: name, task: number },
  config: { version },
});
const commit = (name: string, taskCount: number): ConfigRecord => ({ kind: 'commit', name, taskCount });

/** A worker that runs the connectors that it is given, as they were configured when it began, and what it does. */
class Bench {
  readonly done: string[] = [];
  readonly reactions: ConfigReactions;
  readonly #fold = new ConfigFold();
  #offset = 0;

  constructor(own: Readonly<Record<string, string>>, ...records: readonly ConfigRecord[]) {
    for (const record of records) this.#fold.take(this.#offset++, record);
    const note = (what: string): void => void this.done.push(what);
    const definition = (name: string): ValidConnector | null =>
      name in own ? ({ name, config: { version: own[name], name } } as unknown as ValidConnector) : null;
    this.reactions = new ConfigReactions({
      config: () => this.#fold.snapshot,
      connectors: {
        definition,
        has: (name) => name in own,
        restartSoon: (name) => note(`restart ${name}`),
      },
      work: {
        retarget: (name, target) => note(`${name} is to be ${target}`),
        stopChanged: async (name) => Promise.resolve(note(`stop changed tasks of ${name}`)),
      },
      startAssigned: (name) => note(`start tasks of ${name}`),
      onSessionKey: () => note('key'),
      onRestart: ({ connector: name }) => note(`restart asked for ${name}`),
      onLogLevel: (namespace, level) => note(`${namespace} at ${level}`),
      onTasks: (name) => note(`tasks of ${name}`),
      wantRebalance: (reason) => note(`divide: ${reason}`),
      reconsider: (_config, reason) => note(`reconsider: ${reason}`),
      onChange: () => undefined,
    });
  }

  /** What is done about records that come now, all in one turn. */
  async reads(...records: readonly ConfigRecord[]): Promise<string[]> {
    const changes = records.map((record) => this.#fold.take(this.#offset++, record));
    this.reactions.add(changes.filter((change) => change !== null));
    await this.reactions.follow();
    return this.done.splice(0);
  }
}

describe('a worker that reads what is configured', () => {
  it('restarts the instance of the connector whose configuration is another one, and no other', async () => {
    const bench = new Bench({ a: '1', b: '1' }, connector('a', '1'), connector('b', '1'));
    expect(await bench.reads(connector('a', '2'), connector('c', '1'))).toEqual([
      'restart a',
      'reconsider: the configuration of a, c has changed',
    ]);
  });

  it('restarts nothing that is written as it was, unless it was deleted in between', async () => {
    const bench = new Bench({ a: '1' }, connector('a', '1'));
    expect(await bench.reads(connector('a', '1'))).not.toContain('restart a');
    expect(await bench.reads(connector('a', null), connector('a', '1'))).toContain('restart a');
  });

  it('has stopped tasks that are configured otherwise before it has the work divided', async () => {
    const bench = new Bench({}, connector('a', '1'), task('a', 0, '1'), commit('a', 1));
    expect(await bench.reads(task('a', 0, '2'), commit('a', 1))).toEqual([
      'tasks of a',
      'stop changed tasks of a',
      'divide: the tasks of a were configured',
      'reconsider: the configuration of a has changed',
    ]);
  });

  it('divides nothing for a key, a log level, a restart or another wanted state', async () => {
    const bench = new Bench({ a: '1' }, connector('a', '1'));
    const sessionKey = { key: Buffer.alloc(32), algorithm: 'HmacSHA256', createdMs: 1 };
    expect(
      await bench.reads(
        { kind: 'session-key', sessionKey },
        { kind: 'log-level', namespace: 'org.example', level: 'DEBUG' },
        { kind: 'restart', restart: { connector: 'a', includeTasks: true, onlyFailed: false } },
        { kind: 'target-state', name: 'a', state: 'PAUSED' },
      ),
    ).toEqual([
      'key',
      'org.example at DEBUG',
      'restart asked for a',
      'a is to be PAUSED',
      'start tasks of a',
    ]);
    expect(await bench.reads({ kind: 'target-state', name: 'a', state: 'STOPPED' })).toEqual([
      'a is to be STOPPED',
    ]);
  });
});
