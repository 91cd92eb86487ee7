import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileJava } from '@sluice/testing-services';

/** Folders for `plugin.path` with the same plugins, by what runs the worker. */
interface PluginFolders {
  readonly java: string;
  readonly node: string;
}

/** Makes folders for `plugin.path` with the source that makes strings, for workers of either kind. */
export async function installGenerator(folder: string): Promise<PluginFolders> {
  const [java, node] = [join(folder, 'java-generator'), join(folder, 'node-generator')];
  await mkdir(java);
  await compileJava(join(import.meta.dirname, 'StringSource.java'), java, {
    of: 'org.apache.kafka.connect.source.SourceConnector',
    className: 'org.example.bench.StringSource',
  });
  await installNode(join(node, 'generator'));
  return { java, node };
}

async function installNode(home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  const manifest = {
    name: 'bench-generator',
    version: '1.0.0',
    type: 'module',
    sluice: {
      api: 1,
      module: './plugins.js',
      plugins: [{ class: 'org.example.bench.StringSource', type: 'source', version: '1' }],
    },
  };
  await writeFile(join(home, 'package.json'), JSON.stringify(manifest));
  const source = new URL('string-source.ts', import.meta.url).href;
  await writeFile(join(home, 'plugins.js'), `export { plugins } from '${source}';\n`);
}
