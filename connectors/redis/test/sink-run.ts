import type { TestWorker } from '@sluice/test-kit';
import type { RedisServer } from '@sluice/testing-services';
import { waitFor } from '@sluice/testing-services';

const sinkClass = 'com.redis.kafka.connect.RedisSinkConnector';

/** The machine may be busy with other things. */
export const patienceMs = 40_000;

/** Has records of the topic `orders` written as strings. */
export async function startSink(worker: TestWorker, keys: Readonly<Record<string, string>>): Promise<void> {
  await worker.putConnector('sink', {
    'connector.class': sinkClass,
    'redis.type': 'STRING',
    topics: 'orders',
    ...keys,
  });
}

/** Strings with different keys. */
export function numbered(from: number, count: number): { readonly key: string; readonly value: string }[] {
  return Array.from({ length: count }, (_none, n) => ({ key: `k${from + n}`, value: `v${from + n}` }));
}

/** Waits until as many keys are there, counted over all these servers; resolves to their number. */
export async function untilKeys(
  servers: readonly Pick<RedisServer, 'cli'>[],
  count: number,
): Promise<number> {
  await waitFor(
    `${count} keys`,
    async () => {
      const sizes = await Promise.all(servers.map((server) => server.cli('DBSIZE')));
      const found = sizes.reduce<number>((sum, size) => sum + Number(size), 0);
      if (found !== count) throw new Error(`there are ${found}`);
      return true;
    },
    { timeoutMs: patienceMs },
  );
  return count;
}
