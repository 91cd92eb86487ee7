import { redisSettings, type RedisSettings } from '../config/redis-settings.ts';
import type { StreamSourceConfig } from '../config/stream-source-config.ts';

/** What a task that reads a stream is told to do. */
export interface StreamSettings {
  readonly redis: RedisSettings;
  readonly stream: string;
  readonly topic: string;
  readonly group: string;
  /** Where a group that has to be made begins. */
  readonly startId: string;
  /** Whether entries are acknowledged when they are read. */
  readonly isAtMostOnce: boolean;
  readonly blockMs: number;
  readonly batchSize: number;
  /** The consumer of a task. */
  readonly consumerOf: (task: number) => string;
}

/** A poll may not wait for longer. */
const maxBlockMs = 1000;

export function streamSettings(config: StreamSourceConfig): StreamSettings {
  const stream = config['redis.stream.name'];
  const consumer = config['redis.stream.consumer.name'];
  return {
    redis: redisSettings(config),
    stream,
    topic: config.topic.replaceAll('${stream}', stream),
    group: config['redis.stream.consumer.group'],
    startId: config['redis.stream.offset'],
    isAtMostOnce: config['redis.stream.delivery'] === 'at-most-once',
    blockMs: Math.min(Number(config['redis.stream.block']), maxBlockMs),
    batchSize: config['batch.size'],
    consumerOf: (task) => consumer.replaceAll('${task}', String(task)),
  };
}
