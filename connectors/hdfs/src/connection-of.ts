import { userInfo } from 'node:os';
import type { HdfsSinkConfig } from './config.ts';
import type { WebHdfsOptions } from './webhdfs/web-hdfs.ts';

/** How these nodes are asked, and as whom. */
export function connectionOf(
  config: HdfsSinkConfig,
  urls: readonly URL[],
  signal: AbortSignal,
): WebHdfsOptions {
  const token = config['webhdfs.delegation.token'];
  const identity: Record<string, string> =
    token === null
      ? { 'user.name': config['webhdfs.user'] ?? userInfo().username }
      : { delegation: token.reveal() };
  return { urls, identity, timeoutMs: Number(config['webhdfs.timeout.ms']), signal };
}
