import { ConnectionLostError } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import type { KeyedCommand, Outcomes } from '../connection/command.ts';
import { answerOf } from '../connection/redis-fault.ts';
import type { RedisLink } from '../connection/redis-link.ts';
import { CommandBatch } from './command-batch.ts';
import { Delivery } from './delivery.ts';
import { SinkCounts } from './sink-counts.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

type Answer = (command: KeyedCommand) => string | null;

/** A Redis that answers each attempt by a function: `null` is done, else an error; `lost` gives no answer at all. */
function scripted(...attempts: readonly (Answer | 'lost')[]) {
  const sent: string[][] = [];
  let drops = 0;
  const run = (commands: readonly KeyedCommand[]): Promise<Outcomes | null> => {
    const answer = attempts[sent.length] ?? (() => null);
    sent.push(commands.map(({ args }) => args.slice(1).join('=')));
    if (answer === 'lost') return Promise.reject(new ConnectionLostError('gone'));
    const answers = commands.map((command) => answer(command));
    return Promise.resolve(answers.map((text) => (text === null ? null : answerOf(new Error(text)))));
  };
  const link = { run } as unknown as RedisLink;
  const connection = { link: () => Promise.resolve(link), drop: () => (drops += 1) };
  return { sent, connection, drops: () => drops };
}

function deliver(
  redis: ReturnType<typeof scripted>,
  retryTimeoutMs = -1,
  signal = new AbortController().signal,
) {
  const batch = new CommandBatch();
  const keys = ['a', 'b', 'a', 'c'];
  for (const [index, key] of keys.entries()) batch.add(index, key, ['SET', key, String(index)]);
  const delivery = new Delivery({
    connection: redis.connection,
    settings: { isTransactional: false, waitReplicas: 0, waitTimeoutMs: 0, redis: { retryTimeoutMs } },
    counts: new SinkCounts(),
    log: silent,
    signal,
  });
  return delivery.deliver(batch.finish());
}

describe('commands', () => {
  it('are sent again when there was no answer, over a new connection', async () => {
    const redis = scripted('lost');
    expect(await deliver(redis)).toEqual([]);
    expect(redis.sent).toEqual([
      ['a=0', 'b=1', 'a=2', 'c=3'],
      ['a=0', 'b=1', 'a=2', 'c=3'],
    ]);
    expect(redis.drops()).toBe(1);
  });

  it('are sent again when Redis had no room for them, with later ones of their keys', async () => {
    const redis = scripted(({ args }) => (args[2] === '0' ? 'OOM command not allowed' : null));
    expect(await deliver(redis)).toEqual([]);
    expect(redis.sent[1]).toEqual(['a=0', 'a=2']);
    expect(redis.drops()).toBe(0);
  });

  it('that are refused for good are given back, and the others done', async () => {
    const redis = scripted(({ key }) => (key === 'b' ? 'WRONGTYPE Operation' : null));
    const refused = await deliver(redis);
    expect(refused.map(({ command }) => command.records)).toEqual([[1]]);
    expect(redis.sent).toHaveLength(1);
  });

  it('fail at once where nothing helps', async () => {
    await expect(deliver(scripted(() => 'NOPERM no permissions'))).rejects.toMatchObject({
      code: 'REDIS_ACCESS_DENIED',
    });
  });

  it('fail when they were sent again for long enough', async () => {
    const busy = Array.from({ length: 50 }, (): Answer => () => 'LOADING Redis is loading');
    await expect(deliver(scripted(...busy), 100)).rejects.toMatchObject({ code: 'REDIS_UNAVAILABLE' });
  });

  it('come again when the task is to stop before they were taken', async () => {
    await expect(deliver(scripted('lost'), -1, AbortSignal.abort())).rejects.toMatchObject({
      name: 'RetriableError',
    });
  });
});
