import { afterEach, describe, expect, it } from 'vitest';
import { startElasticsearch, startOpenSearch } from '@sluice/testing-services';
import type { SearchNode } from '@sluice/testing-services';

let node: SearchNode | undefined;

afterEach(async () => {
  await node?.stop();
  node = undefined;
});

async function send(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${node?.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}

describe.each([
  ['Elasticsearch', startElasticsearch],
  ['OpenSearch', startOpenSearch],
])('a node of %s', (_name, start) => {
  it('takes its settings, and keeps its data and its port over a kill', async () => {
    node = await start({ settings: { 'cluster.name': 'mine' } });
    expect(await send('GET', '/_cluster/health')).toMatchObject({ cluster_name: 'mine' });
    await send('PUT', '/index/_doc/1?refresh=true', { name: 'kept' });
    await node.kill();
    await expect(fetch(node.url)).rejects.toThrow('fetch failed');
    await node.restart();
    expect(await send('GET', '/index/_doc/1')).toMatchObject({ _source: { name: 'kept' } });
  });
});
