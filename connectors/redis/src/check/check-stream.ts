import type { CheckContext, CheckFinding } from '@sluice/connect-api';
import type { RedisLink } from '../connection/redis-link.ts';
import type { StreamSettings } from '../stream/stream-settings.ts';
import { checkConnection } from './check-connection.ts';
import { probeCommands } from './probe-commands.ts';

/** Looks whether a stream could be read. Changes nothing. */
export function checkStreamSource(
  settings: StreamSettings,
  { signal }: Pick<CheckContext, 'signal'>,
): Promise<readonly CheckFinding[]> {
  // Reading as a consumer of a group writes: only a master does it.
  const needs = { writes: true, replicas: 0, sinceVersion: [5, 0] as const };
  return checkConnection({ settings: settings.redis, signal, needs }, async (link) => {
    const { stream: key, group, startId } = settings;
    const consumer = settings.consumerOf(0);
    const probes = [
      ['XGROUP', 'CREATE', key, group, startId, 'MKSTREAM'],
      ['XREADGROUP', 'GROUP', group, consumer, 'STREAMS', key, '>'],
      ['XPENDING', key, group],
      ['XACK', key, group, '0-1'],
    ];
    const commands = await probeCommands(
      link,
      probes.map((args) => ({ key, args })),
    );
    return [...commands, await streamFinding(link, key)];
  });
}

async function streamFinding(link: RedisLink, key: string): Promise<CheckFinding> {
  const subject = `stream ${key}`;
  const type = await link.send(key, ['TYPE', key]).catch(() => null);
  if (type === 'stream') return { subject, outcome: 'passed', message: 'It is there.' };
  if (type === 'none') {
    const message = 'It is not there: it is made, empty, when the first task starts.';
    return { subject, outcome: 'warning', message, keys: ['redis.stream.name'] };
  }
  if (type === null) {
    const message = 'What it is cannot be seen.';
    return { subject, outcome: 'warning', message, remedy: 'ACL SETUSER <user> +type' };
  }
  return {
    subject,
    outcome: 'failed',
    message: `The key holds a ${String(type)}.`,
    remedy: 'redis.stream.name=<the key of a stream>',
    keys: ['redis.stream.name'],
  };
}
