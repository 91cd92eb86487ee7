import { isConnectionLost, type CheckFinding } from '@sluice/connect-api';
import type { RedisSettings } from '../config/redis-settings.ts';
import { RedisConnection } from '../connection/redis-connection.ts';
import { faultOf, ServerAnswer } from '../connection/redis-fault.ts';
import type { RedisLink } from '../connection/redis-link.ts';
import { serverFindings, type ServerNeeds } from './server-findings.ts';

export interface ConnectionCheck {
  readonly settings: RedisSettings;
  readonly signal: AbortSignal;
  readonly needs: ServerNeeds;
}

/** Looks at server and credentials, and at what else `look` says where these are good. Changes nothing. */
export async function checkConnection(
  { settings, signal, needs }: ConnectionCheck,
  look: (link: RedisLink) => Promise<readonly CheckFinding[]>,
): Promise<readonly CheckFinding[]> {
  const connection = new RedisConnection(settings, signal);
  try {
    const link = await connection.link();
    const server = await serverFindings(link, settings, needs);
    if (server.some(({ outcome }) => outcome === 'failed')) return server;
    return [...server, ...(await look(link))];
  } catch (error) {
    return [problemFinding(error, settings)];
  } finally {
    connection.close();
  }
}

function problemFinding(error: unknown, settings: RedisSettings): CheckFinding {
  if (error instanceof ServerAnswer && faultOf(error) === 'denied') {
    return {
      subject: 'credentials',
      outcome: 'failed',
      message: `Redis answers ${error.message}.`,
      remedy: 'ACL SETUSER <user> on ><password>, or correct redis.username and redis.password',
      keys: ['redis.username', 'redis.password'],
    };
  }
  if (error instanceof ServerAnswer && /cluster support disabled/i.test(error.message)) {
    return {
      subject: 'server',
      outcome: 'failed',
      message: 'It is no node of a cluster.',
      remedy: 'redis.cluster=false',
      keys: ['redis.cluster'],
    };
  }
  if (!isConnectionLost(error) && !(error instanceof ServerAnswer)) throw error;
  return {
    subject: 'server',
    outcome: 'failed',
    message: `${error.message}.`,
    remedy: remedyOf(error, settings),
    keys: ['redis.uri', 'redis.host', 'redis.port'],
  };
}

function remedyOf({ message }: Error, { tls, nodes }: RedisSettings): string {
  if (/self.signed|unable to (?:verify|get)/i.test(message)) {
    return 'redis.cacert=<file with the certificate of the authority>';
  }
  if (tls !== null && /wrong version number|packet length|closed unexpectedly|ECONNRESET/i.test(message)) {
    return 'redis.tls=false, or tls-port in redis.conf';
  }
  if (tls === null && /closed unexpectedly|ECONNRESET/i.test(message)) return 'redis.tls=true';
  const [{ host, port } = { host: '<host>', port: 6379 }] = nodes;
  return `redis-cli -h ${host} -p ${port} PING`;
}
