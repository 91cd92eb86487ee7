import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startElasticsearch, startOlderSearch, startOpenSearch } from './start-search.ts';
import type { SearchNode } from './search-node.ts';

const kinds = {
  elasticsearch: { start: startElasticsearch, variable: 'SLUICE_TEST_ELASTICSEARCH' },
  opensearch: { start: startOpenSearch, variable: 'SLUICE_TEST_OPENSEARCH' },
  'elasticsearch-7': {
    start: () => startOlderSearch('elasticsearch-7'),
    variable: 'SLUICE_TEST_ELASTICSEARCH_7',
  },
  'elasticsearch-8': {
    start: () => startElasticsearch({ major: 8 }),
    variable: 'SLUICE_TEST_ELASTICSEARCH_8',
  },
  'opensearch-1': { start: () => startOlderSearch('opensearch-1'), variable: 'SLUICE_TEST_OPENSEARCH_1' },
  'opensearch-2': { start: () => startOlderSearch('opensearch-2'), variable: 'SLUICE_TEST_OPENSEARCH_2' },
} as const;

/** The search engines that test files share. */
export type SearchKind = keyof typeof kinds;

/** Nodes that the test files of a run share. Each is started when the first of them asks for it. */
export class SharedSearch {
  /** Where test files ask. */
  readonly address: string;
  readonly #server: Server;
  readonly #nodes: Map<SearchKind, Promise<SearchNode>>;

  private constructor(server: Server, nodes: Map<SearchKind, Promise<SearchNode>>) {
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#server = server;
    this.#nodes = nodes;
  }

  static async open(): Promise<SharedSearch> {
    const nodes = new Map<SearchKind, Promise<SearchNode>>();
    const server = createServer((request, response) => {
      urlOf(nodes, (request.url ?? '').slice(1) as SearchKind).then(
        (url) => response.end(url),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new SharedSearch(server, nodes);
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
    for (const node of await Promise.allSettled(this.#nodes.values())) {
      if (node.status === 'fulfilled') await node.value.stop();
    }
  }
}

/**
 * The URL of the node that all test files share: use indexes of your own.
 * @param address - what vitest provides as `search`.
 */
export async function sharedSearchUrl(address: string, kind: SearchKind): Promise<string> {
  const response = await fetch(`${address}/${kind}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

async function urlOf(nodes: Map<SearchKind, Promise<SearchNode>>, kind: SearchKind): Promise<string> {
  const { start, variable } = kinds[kind];
  const given = process.env[variable];
  if (given !== undefined) return given;
  let node = nodes.get(kind);
  if (node === undefined) nodes.set(kind, (node = start()));
  return (await node).url;
}
