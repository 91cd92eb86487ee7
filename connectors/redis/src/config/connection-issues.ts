import type { ConfigIssue } from '@sluice/connect-api';
import { redisSettings, type ConnectionConfig } from './redis-settings.ts';

/** What is wrong across the keys of the connection. */
export function connectionIssues(config: ConnectionConfig): ConfigIssue[] {
  const { isCluster, sentinelMaster, database, nodes } = redisSettings(config);
  return [
    ...when(isCluster && sentinelMaster !== null, 'redis.cluster', 'A cluster has no sentinels.'),
    ...when(isCluster && database !== 0, 'redis.uri', 'A cluster has the database 0 only.'),
    ...when(
      !isCluster && sentinelMaster === null && nodes.length > 1,
      'redis.uri',
      'Several hosts are the nodes of a cluster (redis.cluster=true) or sentinels (redis-sentinel://…).',
    ),
    ...when(
      config['redis.username'] !== '' && config['redis.password'].reveal() === '',
      'redis.password',
      'A user needs a password.',
    ),
    ...when(
      (config['redis.key.file'] === '') !== (config['redis.key.cert'] === ''),
      'redis.key.cert',
      'A private key and its certificates belong together: give both or none.',
    ),
  ];
}

export function when(isWrong: boolean, key: string, message: string): ConfigIssue[] {
  return isWrong ? [{ key, message }] : [];
}
