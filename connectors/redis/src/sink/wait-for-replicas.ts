import type { RedisLink } from '../connection/redis-link.ts';

export interface ReplicaSettings {
  /** 0 waits for none. */
  readonly waitReplicas: number;
  readonly waitTimeoutMs: number;
}

/** Resolves to `null` when so many replicas have everything that was written by these connections, else to what lacks. */
export async function waitForReplicas(
  link: RedisLink,
  { waitReplicas, waitTimeoutMs }: ReplicaSettings,
): Promise<Error | null> {
  const args = ['WAIT', String(waitReplicas), String(waitTimeoutMs)];
  const counts = await Promise.all((await link.masters()).map(async (node) => Number(await node.send(args))));
  const fewest = Math.min(...counts);
  if (fewest >= waitReplicas) return null;
  return new Error(`${fewest} of ${waitReplicas} replicas had the data after ${waitTimeoutMs} ms`);
}
