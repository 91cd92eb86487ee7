import { elasticsearchDistribution } from './elasticsearch/distribution.ts';
import { olderDistribution, type OlderSearch } from './older/distribution.ts';
import { openSearchDistribution } from './opensearch/distribution.ts';
import { SearchNode } from './search-node.ts';
import type { SearchNodeOptions } from './search-node.ts';

export interface ElasticsearchOptions extends SearchNodeOptions {
  /** The newest by default. */
  readonly major?: 8 | 9;
}

/** A new node of Elasticsearch, ready for requests. */
export async function startElasticsearch({
  major = 9,
  ...options
}: ElasticsearchOptions = {}): Promise<SearchNode> {
  return SearchNode.start(await elasticsearchDistribution(major), options);
}

/** A new node of OpenSearch 3, ready for requests. */
export async function startOpenSearch(options?: SearchNodeOptions): Promise<SearchNode> {
  return SearchNode.start(await openSearchDistribution(), options);
}

/** A new node of an earlier major version, ready for requests. */
export async function startOlderSearch(older: OlderSearch, options?: SearchNodeOptions): Promise<SearchNode> {
  return SearchNode.start(await olderDistribution(older), options);
}
