import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compiledJar } from '../../java/compiled-jar.ts';
import { resolveJars } from '../../packages/maven.ts';
import type { SearchDistribution } from '../search-node.ts';

/** OpenSearch, all of it on the class path. */
export async function openSearchDistribution(): Promise<SearchDistribution> {
  const folder = await resolveJars(join(import.meta.dirname, 'pom.xml'));
  const jars = (await readdir(folder)).sort().map((name) => join(folder, name));
  const nodeJar = await compiledJar(join(import.meta.dirname, 'OpenSearchNode.java'), jars);
  return { name: 'OpenSearch', mainClass: 'OpenSearchNode', classPath: [nodeJar, ...jars], modules: null };
}
