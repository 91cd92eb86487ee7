import { answerCode, ServerAnswer } from '../connection/redis-fault.ts';
import type { Reply } from '../connection/command.ts';
import type { RedisLink } from '../connection/redis-link.ts';

/** A key as it is now. */
export interface KeyValue {
  readonly key: Buffer;
  /** As `TYPE` names it: `string`, `hash`, …; `none` where the key is no longer there. */
  readonly type: string;
  /** When it expires, in milliseconds since the epoch; -1 never, -2 where it is no longer there. */
  readonly expiresAtMs: number;
  /** What the command of its type answers; `null` for types that are not read. */
  readonly value: Reply;
}

const readCommands: Readonly<Record<string, (key: Buffer) => (string | Buffer)[]>> = {
  string: (key) => ['GET', key],
  hash: (key) => ['HGETALL', key],
  list: (key) => ['LRANGE', key, '0', '-1'],
  set: (key) => ['SMEMBERS', key],
  zset: (key) => ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
  'ReJSON-RL': (key) => ['JSON.GET', key],
};

const attempts = 5;

/** Reads a key. @throws ServerAnswer @throws ConnectionLostError */
export async function readKey(link: RedisLink, key: Buffer): Promise<KeyValue> {
  for (let attempt = 1; ; attempt += 1) {
    const [type, ttlMs] = await Promise.all([link.send(key, ['TYPE', key]), link.send(key, ['PTTL', key])]);
    const name = String(type);
    const expiresAtMs = Number(ttlMs) < 0 ? Number(ttlMs) : Date.now() + Number(ttlMs);
    const command = readCommands[name];
    if (command === undefined) return { key, type: name, expiresAtMs, value: null };
    try {
      return { key, type: name, expiresAtMs, value: await link.sendForBytes(key, command(key)) };
    } catch (error) {
      // It has become another type in between.
      const isOther = error instanceof ServerAnswer && answerCode(error) === 'WRONGTYPE';
      if (!isOther || attempt === attempts) throw error;
    }
  }
}

/** About how many bytes an answer holds. */
export function weightOf(reply: Reply): number {
  if (Array.isArray(reply)) return reply.reduce((sum: number, part: Reply) => sum + weightOf(part), 0);
  return Buffer.isBuffer(reply) ? reply.length : 8;
}
