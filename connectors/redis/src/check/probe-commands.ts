import type { CheckFinding } from '@sluice/connect-api';
import type { Argument } from '../connection/command.ts';
import { answerCode, faultOf, ServerAnswer } from '../connection/redis-fault.ts';
import type { RedisLink } from '../connection/redis-link.ts';

export interface Probe {
  readonly key: string;
  readonly args: readonly Argument[];
}

/**
 * Whether the server would take commands. They are queued in a transaction that is discarded: Redis checks rights,
 * memory and role when it queues, and carries out nothing.
 */
export async function probeCommands(
  link: RedisLink,
  probes: readonly Probe[],
): Promise<readonly CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for (const probe of probes) findings.push(await probeOne(link, probe));
  const denied = findings.find(({ subject }) => subject === 'transactions');
  return denied === undefined ? findings : [denied];
}

async function probeOne(link: RedisLink, { key, args }: Probe): Promise<CheckFinding> {
  const node = await link.nodeOf(key);
  const verb = String(args[0]);
  const subject = `command ${verb}`;
  try {
    await node.send(['MULTI']);
  } catch (error) {
    if (!(error instanceof ServerAnswer)) throw error;
    return {
      subject: 'transactions',
      outcome: 'warning',
      message: 'Whether the user has all rights cannot be found out without MULTI and DISCARD.',
      remedy: 'ACL SETUSER <user> +multi +discard',
      keys: ['redis.username'],
    };
  }
  try {
    await node.send(args);
    return { subject, outcome: 'passed', message: `The user may do it with the key ${key}.` };
  } catch (error) {
    if (!(error instanceof ServerAnswer)) throw error;
    return { subject, outcome: 'failed', ...explained(error, { key, args }) };
  } finally {
    await node.send(['DISCARD']);
  }
}

function explained(error: ServerAnswer, { key, args }: Probe): Omit<CheckFinding, 'subject' | 'outcome'> {
  const verb = String(args[0]);
  const message = `Redis answers ${error.message}.`;
  if (faultOf(error) === 'unknown') {
    return { message, remedy: modules[verb] ?? 'a newer server', keys: ['redis.type'] };
  }
  const remedies: Readonly<Record<string, string>> = {
    NOPERM: `ACL SETUSER <user> +${verb.toLowerCase()} ~${key.replaceAll(/:.*$/g, ':*')}`,
    OOM: 'CONFIG SET maxmemory <bytes>, or maxmemory-policy allkeys-lru',
    READONLY: 'redis.uri=<the master>',
    NOREPLICAS: 'CONFIG SET min-replicas-to-write 0, or more replicas',
    MISCONF: 'CONFIG SET stop-writes-on-bgsave-error no, or room on the disk of the server',
  };
  const remedy = remedies[answerCode(error)];
  return { message, ...(remedy === undefined ? {} : { remedy }), keys: ['redis.username'] };
}

const modules: Readonly<Record<string, string>> = {
  'JSON.SET': 'redis-server --loadmodule rejson.so (RedisJSON), or another redis.type',
  'JSON.GET': 'redis-server --loadmodule rejson.so (RedisJSON)',
  'TS.ADD': 'redis-server --loadmodule redistimeseries.so (RedisTimeSeries), or another redis.type',
};
