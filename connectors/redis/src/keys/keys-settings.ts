import type { KeysSourceConfig } from '../config/keys-source-config.ts';
import { redisSettings, type RedisSettings } from '../config/redis-settings.ts';

/** What a task that reads keys is told to do. */
export interface KeysSettings {
  readonly redis: RedisSettings;
  readonly topic: string;
  readonly pattern: string;
  readonly batchSize: number;
  /** Whether keys that are there at the start are read, too. */
  readonly readsSnapshot: boolean;
  /** 0 is never. */
  readonly idleTimeoutMs: number;
  readonly zsetKeys: 'score' | 'member';
}

export function keysSettings(config: KeysSourceConfig): KeysSettings {
  return {
    redis: redisSettings(config),
    topic: config.topic,
    pattern: config['redis.keys.pattern'],
    batchSize: config['batch.size'],
    readsSnapshot: config.mode.toUpperCase() === 'LIVE',
    idleTimeoutMs: Math.max(0, Number(config['redis.keys.timeout'])),
    zsetKeys: config['redis.keys.zset'],
  };
}
