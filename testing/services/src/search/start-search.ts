import { elasticsearchDistribution } from './elasticsearch/distribution.ts';
import { olderDistribution, type OlderSearch } from './older/distribution.ts';
import { openSearchDistribution } from './opensearch/distribution.ts';
import { SearchNode } from './search-node.ts';
import type { SearchNodeOptions } from './search-node.ts';

/** A new node of Elasticsearch 9, ready for requests. */
export async function startElasticsearch(options?: SearchNodeOptions): Promise<SearchNode> {
  return SearchNode.start(await elasticsearchDistribution(), options);
}

/** A new node of OpenSearch 3, ready for requests. */
export async function startOpenSearch(options?: SearchNodeOptions): Promise<SearchNode> {
  return SearchNode.start(await openSearchDistribution(), options);
}

/** A new node of an earlier major version, ready for requests. */
export async function startOlderSearch(older: OlderSearch, options?: SearchNodeOptions): Promise<SearchNode> {
  return SearchNode.start(await olderDistribution(older), options);
}
