import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { compiledJar } from '../../java/compiled-jar.ts';
import { findJdk } from '../../java/find-java.ts';
import { cachedFolder } from '../../packages/cache.ts';
import { resolveJars } from '../../packages/maven.ts';
import { runProgram } from '../../process/run-program.ts';
import type { SearchDistribution } from '../search-node.ts';

const transport = 'transport-netty4';

/** Elasticsearch, put together from its jars: the transport as a module, beside it one for `GET /`. */
export async function elasticsearchDistribution(major: 8 | 9): Promise<SearchDistribution> {
  const sources = join(import.meta.dirname, `elasticsearch-${major}`);
  const folder = await resolveJars(join(sources, 'pom.xml'));
  const jars = (await readdir(folder)).sort().map((name) => join(folder, name));
  const isOfTransport = (jar: string): boolean => /^(netty|transport-netty4)-/.test(basename(jar));
  const serverJars = jars.filter((jar) => !isOfTransport(jar));
  const handlerJar = await compiledJar(join(import.meta.dirname, 'RootHandler.java'), serverJars);
  const rootJar = await compiledJar(join(sources, 'RootPlugin.java'), [...serverJars, handlerJar]);
  const nodeJar = await compiledJar(join(import.meta.dirname, 'ElasticsearchNode.java'), serverJars);
  const modules = await cachedFolder(`modules/${basename(folder)}-${basename(dirname(rootJar))}`, (draft) =>
    layOutModules(draft, jars.filter(isOfTransport), [handlerJar, rootJar]),
  );
  return {
    name: `Elasticsearch ${major}`,
    mainClass: 'ElasticsearchNode',
    classPath: [nodeJar, ...serverJars],
    modules,
  };
}

async function layOutModules(
  folder: string,
  jars: readonly string[],
  rootJars: readonly string[],
): Promise<void> {
  const transportFolder = join(folder, transport);
  const rootFolder = join(folder, 'root');
  await mkdir(transportFolder);
  await mkdir(rootFolder);
  for (const jar of jars) await cp(jar, join(transportFolder, basename(jar)));
  const moduleJar = jars.find((jar) => basename(jar).startsWith(transport)) ?? '';
  const descriptor = await descriptorIn(moduleJar, folder);
  const lines = descriptor.split('\n');
  // A name would have it loaded as a Java module, but the server's own jars are on the class path here.
  const classic = lines.filter((line) => !line.startsWith('modulename='));
  await writeFile(join(transportFolder, 'plugin-descriptor.properties'), classic.join('\n'));
  const version = lines.find((line) => line.startsWith('elasticsearch.version='))?.split('=')[1] ?? '';
  for (const jar of rootJars) await cp(jar, join(rootFolder, basename(jar)));
  await writeFile(join(rootFolder, 'plugin-descriptor.properties'), rootDescriptor(version));
}

async function descriptorIn(jar: string, folder: string): Promise<string> {
  const { command } = await findJdk();
  const entry = `META-INF/es-plugins/${transport}/plugin-descriptor.properties`;
  const { exitCode, stderr } = await runProgram(join(dirname(command), 'jar'), ['xf', jar, entry], {
    cwd: join(folder, transport),
  });
  if (exitCode !== 0) throw new Error(`${entry} could not be read from ${jar}:\n${stderr}`);
  return readFile(join(folder, transport, entry), 'utf8');
}

function rootDescriptor(version: string): string {
  const properties = {
    description: 'GET /',
    name: 'root',
    classname: 'RootPlugin',
    version,
    'elasticsearch.version': version,
    'java.version': '21',
  };
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
