import { ConnectError, defineSinkConnector, defineSourceConnector } from '@sluice/connect-api';
import { SharedWork } from '@sluice/connector-tasks';
import { checkKeysSource } from './check/check-keys.ts';
import { checkSink } from './check/check-sink.ts';
import { checkStreamSource } from './check/check-stream.ts';
import { connectionIssues } from './config/connection-issues.ts';
import { keysSourceConfig } from './config/keys-source-config.ts';
import { redisSinkConfig, sinkIssues } from './config/sink-config.ts';
import { streamSourceConfig, streamSourceIssues } from './config/stream-source-config.ts';
import { KeysSourceTask } from './keys/keys-source-task.ts';
import { keysSettings } from './keys/keys-settings.ts';
import { RedisSinkTask } from './sink/redis-sink-task.ts';
import { sinkSettings } from './sink/sink-settings.ts';
import { StreamSourceTask } from './stream/stream-source-task.ts';
import { streamSettings } from './stream/stream-settings.ts';

const version = '4.3.0';

export const redisSink = defineSinkConnector({
  className: 'com.redis.kafka.connect.RedisSinkConnector',
  taskClassName: 'com.redis.kafka.connect.sink.RedisSinkTask',
  version,
  summary:
    'Writes records into Redis: hashes, strings, JSON, streams, lists, sets, sorted sets, time series.',
  config: redisSinkConfig,
  validate: sinkIssues,
  check: (config, context) => checkSink(sinkSettings(config), context),
  createTask: (config, context) => new RedisSinkTask(sinkSettings(config), context),
  alterOffsets: () => true,
});

export const streamSource = defineSourceConnector({
  className: 'com.redis.kafka.connect.RedisStreamSourceConnector',
  taskClassName: 'com.redis.kafka.connect.source.RedisStreamSourceTask',
  version,
  summary: 'Reads the entries of a stream of Redis as consumers of a group.',
  config: streamSourceConfig,
  validate: streamSourceIssues,
  check: (config, context) => checkStreamSource(streamSettings(config), context),
  createConnector: (_config, context) => new SharedWork(context),
  createTask: (config, context) => new StreamSourceTask(streamSettings(config), context),
  exactlyOnceSupport: () => 'UNSUPPORTED',
  alterOffsets: (config, changes) => {
    if (changes.every(({ offset }) => offset === null)) return false;
    const stream = config['redis.stream.name'] ?? '<stream>';
    const group = config['redis.stream.consumer.group'] ?? 'kafka-consumer-group';
    throw new ConnectError(
      `Redis keeps the place of a consumer group itself; move it there: XGROUP SETID ${stream} ${group} <id>`,
      { code: 'OFFSETS_UNSUPPORTED' },
    );
  },
});

export const keysSource = defineSourceConnector({
  className: 'com.redis.kafka.connect.RedisKeysSourceConnector',
  taskClassName: 'com.redis.kafka.connect.source.RedisKeysSourceTask',
  version,
  summary: 'Reads keys of Redis, and reads them again when they change.',
  config: keysSourceConfig,
  validate: (config) => connectionIssues(config),
  check: (config, context) => checkKeysSource(keysSettings(config), context),
  createTask: (config, context) => new KeysSourceTask(keysSettings(config), context),
  exactlyOnceSupport: () => 'UNSUPPORTED',
});
