import type { CheckContext, CheckFinding } from '@sluice/connect-api';
import { KeyListener } from '../keys/key-listener.ts';
import type { KeysSettings } from '../keys/keys-settings.ts';
import { ServerAnswer } from '../connection/redis-fault.ts';
import type { RedisLink } from '../connection/redis-link.ts';
import type { RedisNode } from '../connection/redis-node.ts';
import { checkConnection } from './check-connection.ts';
import { probeCommands } from './probe-commands.ts';

/** Looks whether keys could be read, and their changes heard of. Changes nothing. */
export function checkKeysSource(
  settings: KeysSettings,
  { signal }: Pick<CheckContext, 'signal'>,
): Promise<readonly CheckFinding[]> {
  const needs = { writes: false, replicas: 0, sinceVersion: [4, 0] as const };
  return checkConnection({ settings: settings.redis, signal, needs }, async (link) => {
    const key = settings.pattern.replaceAll(/[*?[\]\\]/g, '');
    const probes = [
      ['SCAN', '0', 'MATCH', settings.pattern],
      ...['TYPE', 'PTTL', 'GET', 'HGETALL', 'SMEMBERS'].map((verb) => [verb, key]),
      ['LRANGE', key, '0', '-1'],
      ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
    ];
    const masters = await link.masters();
    return [
      ...(await probeCommands(
        link,
        probes.map((args) => ({ key, args })),
      )),
      await listenFinding(link, settings),
      ...(await Promise.all(masters.map((node) => notificationFinding(node)))),
    ];
  });
}

async function listenFinding(link: RedisLink, { redis, pattern }: KeysSettings): Promise<CheckFinding> {
  const subject = 'notifications';
  const listener = new KeyListener(redis, pattern, () => undefined);
  try {
    await listener.open(link);
    return { subject, outcome: 'passed', message: 'The user may listen to changes of these keys.' };
  } catch (error) {
    if (!(error instanceof ServerAnswer)) throw error;
    return {
      subject,
      outcome: 'failed',
      message: `Redis answers ${error.message}.`,
      remedy: `ACL SETUSER <user> +psubscribe &__keyspace@${redis.database}__:${pattern}`,
      keys: ['redis.username'],
    };
  } finally {
    listener.close();
  }
}

const setting = 'notify-keyspace-events';

async function notificationFinding(node: RedisNode): Promise<CheckFinding> {
  const subject = `${setting} of ${node.name}`;
  const remedy = `CONFIG SET ${setting} KEA`;
  try {
    const [, value] = (await node.send(['CONFIG', 'GET', setting])) as readonly string[];
    if (value === undefined || value === '' || !value.includes('K')) {
      const message = 'Keyspace notifications are off: changes would stay unread.';
      return { subject, outcome: 'failed', message, remedy };
    }
    if (value.includes('A') || ['g', '$', 'l', 's', 'h', 'z', 'x'].every((kind) => value.includes(kind))) {
      return { subject, outcome: 'passed', message: `It is ${value}.` };
    }
    const message = `It is ${value}: some kinds of changes would stay unread.`;
    return { subject, outcome: 'warning', message, remedy };
  } catch (error) {
    if (!(error instanceof ServerAnswer)) throw error;
    const message = `Whether keyspace notifications are on cannot be seen: ${error.message}`;
    return { subject, outcome: 'warning', message, remedy };
  }
}
