import type { AnyPlugin } from '../../src/plugins/plugin-registry.ts';
import type { PluginPackage } from '../../src/plugins/plugin-info.ts';
import { listedAs } from '../../src/plugins/plugin-kinds.ts';
import { plugins as countingPlugins } from './counting-plugins.ts';
import { plugins } from './in-memory-plugins.ts';
import { plugins as stockPlugins } from './in-memory-stock-plugins.ts';

/** Plugins that misbehave as a test wants, as a worker finds them. */
export const pluginPackage = packageOf('in-memory-plugins', plugins);

/** Plugins with the names and keys of Apache Kafka's, as a worker finds them. */
export const stockPackage = packageOf('in-memory-stock-plugins', stockPlugins);

/** A source that counts, to see what is lost or comes twice. */
export const countingPackage = packageOf('counting-plugins', countingPlugins);

/** A worker configuration that uses the plugins that misbehave. */
export const workerProperties: Readonly<Record<string, string>> = {
  'bootstrap.servers': 'localhost:9092',
  'key.converter': 'org.example.TextConverter',
  'value.converter': 'org.example.TextConverter',
  'offset.storage.file.filename': '/tmp/none.offsets',
  'offset.flush.interval.ms': '5',
  'task.shutdown.graceful.timeout.ms': '300',
};

function packageOf(name: string, exported: readonly AnyPlugin[]): PluginPackage {
  return {
    name: `@example/${name}`,
    location: null,
    moduleUrl: new URL(`./${name}.ts`, import.meta.url).href,
    plugins: listedAs(exported),
  };
}
