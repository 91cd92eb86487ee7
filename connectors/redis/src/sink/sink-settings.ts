import { typeOf, type RedisSinkConfig, type RedisType } from '../config/sink-config.ts';
import { redisSettings, type RedisSettings } from '../config/redis-settings.ts';
import { textEncoding, type TextEncoding } from '../config/charset.ts';

/** What a sink task is told to do. */
export interface SinkSettings {
  readonly redis: RedisSettings;
  readonly type: RedisType;
  readonly encode: TextEncoding;
  readonly keyspace: string;
  readonly separator: string;
  /** Whether the commands of a key are a transaction. */
  readonly isTransactional: boolean;
  readonly waitReplicas: number;
  readonly waitTimeoutMs: number;
  /** `null` sets none. */
  readonly ttlSeconds: number | null;
}

export function sinkSettings(config: RedisSinkConfig): SinkSettings {
  const ttl = Number(config['redis.key.ttl']);
  return {
    redis: redisSettings(config),
    type: typeOf(config),
    encode: textEncoding(config['redis.charset']),
    keyspace: config['redis.keyspace'],
    separator: config['redis.separator'],
    isTransactional: config['redis.multiexec'],
    waitReplicas: Math.max(0, config['redis.wait.replicas']),
    waitTimeoutMs: Number(config['redis.wait.timeout']),
    ttlSeconds: ttl > 0 ? ttl : null,
  };
}
