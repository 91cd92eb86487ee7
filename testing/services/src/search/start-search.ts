import { elasticsearchDistribution } from './elasticsearch/distribution.ts';
import { olderDistribution, type OlderSearch } from './older/distribution.ts';
import { openSearchDistribution } from './opensearch/distribution.ts';
import { SearchNode } from './search-node.ts';
import type { SearchNodeOptions } from './search-node.ts';

/** A new node of Elasticsearch 9, ready for requests. */
export async function startElasticsearch(options?: SearchNodeOptions): Promise<SearchNode> {
  return SearchNode.start(await elasticsearchDistribution(9), options);
}

/** A new node of OpenSearch 3, ready for requests. */
export async function startOpenSearch(options?: SearchNodeOptions): Promise<SearchNode> {
  return SearchNode.start(await openSearchDistribution(), options);
}

/** A new node of an earlier major version, ready for requests. */
export async function startOlderSearch(
  older: OlderSearch | 'elasticsearch-8',
  options?: SearchNodeOptions,
): Promise<SearchNode> {
  const distribution = older === 'elasticsearch-8' ? elasticsearchDistribution(8) : olderDistribution(older);
  return SearchNode.start(await distribution, options);
}
