import type { NodeAddress } from '../config/redis-address.ts';
import type { RedisSettings } from '../config/redis-settings.ts';
import { baseOptions } from './client-options.ts';
import { loadDriver } from './driver.ts';
import { answerOf, lostError } from './redis-fault.ts';
import { RedisNode } from './redis-node.ts';

/** Opens a connection. @throws ServerAnswer when the login is refused. @throws ConnectionLostError when nobody answers. */
export async function openNode(
  settings: RedisSettings,
  address: NodeAddress,
  login: RedisSettings['login'] = settings.login,
): Promise<RedisNode> {
  const { createClient, ErrorReply } = await loadDriver();
  const base = await baseOptions(settings, login);
  const name = `${address.host}:${address.port}`;
  // Sentinels have no databases.
  const database = login === settings.login && settings.database !== 0 ? { database: settings.database } : {};
  const client = createClient({ ...base, ...database, socket: { ...base.socket, ...address } });
  // What befalls the connection is learnt from the commands.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    if (client.isOpen) client.destroy();
    throw error instanceof ErrorReply ? answerOf(error) : lostError(name, error);
  }
  return RedisNode.of(client, { address, timeoutMs: settings.timeoutMs });
}
