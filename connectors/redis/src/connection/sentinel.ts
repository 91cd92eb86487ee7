import { ConnectionLostError, isConnectionLost } from '@sluice/connect-api';
import type { NodeAddress } from '../config/redis-address.ts';
import type { RedisSettings } from '../config/redis-settings.ts';
import { openNode } from './open-node.ts';
import { ServerAnswer } from './redis-fault.ts';

/** Asks one sentinel after the other who the master is. @throws ConnectionLostError when none knows. */
export async function findMaster(settings: RedisSettings): Promise<NodeAddress> {
  const master = settings.sentinelMaster ?? '';
  const problems: string[] = [];
  for (const address of settings.nodes) {
    const answer = await askSentinel(settings, address).catch((error: unknown) => {
      if (!isConnectionLost(error) && !(error instanceof ServerAnswer)) throw error;
      problems.push(`${address.host}:${address.port}: ${(error as Error).message}`);
      return null;
    });
    if (answer !== null) return answer;
    problems.push(`${address.host}:${address.port} knows no master ${master}`);
  }
  throw new ConnectionLostError(`No sentinel knows where ${master} is: ${problems.join('; ')}`);
}

async function askSentinel(settings: RedisSettings, address: NodeAddress): Promise<NodeAddress | null> {
  const node = await openNode(settings, address, settings.sentinelLogin);
  try {
    const answer = await node.send(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', settings.sentinelMaster ?? '']);
    if (!Array.isArray(answer)) return null;
    const [host, port] = answer as string[];
    return { host: host ?? '', port: Number(port) };
  } finally {
    node.close();
  }
}
