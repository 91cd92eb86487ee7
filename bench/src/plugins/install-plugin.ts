import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileJava } from '@sluice/testing-services';

/** Folders for `plugin.path` with the same plugins, by what runs the worker. */
interface PluginFolders {
  readonly java: string;
  readonly node: string;
}

interface Kind {
  readonly type: 'source' | 'sink';
  /** Its name without package; there is a file of that name with a class of that name in Java. */
  readonly name: string;
  readonly javaBase: string;
  readonly module: URL;
}

const kinds = {
  stringSource: {
    type: 'source',
    name: 'StringSource',
    javaBase: 'org.apache.kafka.connect.source.SourceConnector',
    module: new URL('string-source.ts', import.meta.url),
  },
  nowhereSink: {
    type: 'sink',
    name: 'NowhereSink',
    javaBase: 'org.apache.kafka.connect.sink.SinkConnector',
    module: new URL('nowhere-sink.ts', import.meta.url),
  },
} as const satisfies Record<string, Kind>;

/** Makes folders for `plugin.path` with a connector that is there twice, for workers of either kind. */
export async function installPlugin(folder: string, which: keyof typeof kinds): Promise<PluginFolders> {
  const kind = kinds[which];
  const [java, node] = [join(folder, `java-${which}`), join(folder, `node-${which}`)];
  await mkdir(java);
  await compileJava(join(import.meta.dirname, `${kind.name}.java`), java, {
    of: kind.javaBase,
    className: classOf(kind),
  });
  await installNode(join(node, 'plugin'), kind);
  return { java, node };
}

function classOf({ name }: Kind): string {
  return `org.example.bench.${name}`;
}

async function installNode(home: string, kind: Kind): Promise<void> {
  await mkdir(home, { recursive: true });
  const manifest = {
    name: `bench-${kind.name.toLowerCase()}`,
    version: '1.0.0',
    type: 'module',
    sluice: {
      api: 1,
      module: './plugins.js',
      plugins: [{ class: classOf(kind), type: kind.type, version: '1' }],
    },
  };
  await writeFile(join(home, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(home, 'plugins.js'), `export { plugins } from '${kind.module.href}';\n`);
}
