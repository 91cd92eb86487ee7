import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compiledJar } from '../../java/compiled-jar.ts';
import { resolveJars } from '../../packages/maven.ts';
import type { SearchDistribution } from '../search-node.ts';

const distributions = {
  'elasticsearch-7': { name: 'Elasticsearch 7', mainClass: 'OlderElasticsearchNode' },
  'opensearch-1': { name: 'OpenSearch 1', mainClass: 'OlderOpenSearchNode' },
  'opensearch-2': { name: 'OpenSearch 2', mainClass: 'OlderOpenSearchNode' },
} as const;

/** Servers of an earlier major version. */
export type OlderSearch = keyof typeof distributions;

/** All of it is on the class path. */
export async function olderDistribution(older: OlderSearch): Promise<SearchDistribution> {
  const { name, mainClass } = distributions[older];
  const folder = await resolveJars(join(import.meta.dirname, older, 'pom.xml'));
  const jars = (await readdir(folder)).sort().map((jar) => join(folder, jar));
  const nodeJar = await compiledJar(join(import.meta.dirname, `${mainClass}.java`), jars);
  return { name, mainClass, classPath: [nodeJar, ...jars], modules: null };
}
