import type { Target } from './target.ts';

// Asked more often, the node would have noticeably less time for documents.
const lookIntervalMs = 250;

/**
 * A new index of one shard. How many documents it was given is the progress; those that it has are counted once it was
 * given as many as expected, since counting has the node write a segment.
 */
export async function createIndexTarget(url: string, expected: number): Promise<Target> {
  const settings = { number_of_shards: 1, number_of_replicas: 0 };
  await ask(url, { method: 'PUT', headers: jsonType, body: JSON.stringify({ settings }) });
  const given = async (): Promise<number> => {
    const answer = await ask(`${url}/_stats/indexing?filter_path=_all.total.indexing.index_total`);
    return (answer as StatsAnswer)._all.total.indexing.index_total;
  };
  let progress = 0;
  let lookedAtMs = -Infinity;
  return {
    progress: async () => {
      if (performance.now() - lookedAtMs < lookIntervalMs) return progress;
      progress = await given();
      lookedAtMs = performance.now();
      return progress;
    },
    count: async () => {
      const count = await given();
      if (count < expected) return count;
      await ask(`${url}/_refresh`, { method: 'POST' });
      return ((await ask(`${url}/_count`)) as { readonly count: number }).count;
    },
    remove: async () => {
      await ask(url, { method: 'DELETE' });
    },
  };
}

const jsonType = { 'content-type': 'application/json' };

interface StatsAnswer {
  readonly _all: { readonly total: { readonly indexing: { readonly index_total: number } } };
}

async function ask(url: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}: ${await response.text()}`);
  return response.json();
}
