import {
  defineConfig,
  defineConverter,
  definePredicate,
  defineSinkConnector,
  defineTransformation,
  string,
} from '@sluice/connect-api';
import type { PluginPackage } from '../../src/plugins/plugin-info.ts';
import { PluginRegistry } from '../../src/plugins/plugin-registry.ts';
import { TextConverter } from '../in-memory-converters.ts';
import { stockPackage } from './in-memory-packages.ts';

// The plugins that the answers in recorded-versions.json are about: each version has a key of its own.

const versions = { v1: '1.0.0', v110: '1.10.0', v2s: '2.0-SNAPSHOT' } as const;
type Label = keyof typeof versions;

/** The versions of the connectors whose tasks were made. */
export const madeTasks: string[] = [];

const only = (key: string) =>
  defineConfig({ [key]: string({ doc: 'Only.', importance: 'low', default: 'd' }) });

function sink(className: string, version: string, label: Label) {
  return defineSinkConnector({
    className,
    taskClassName: `${className}Task`,
    version,
    summary: version,
    config: only(`only.${label}`),
    createTask: () => {
      madeTasks.push(version);
      return { put: () => undefined };
    },
  });
}

function versionedPlugins(label: Label) {
  const version = versions[label];
  const name = 'org.example.Versioned';
  return [
    sink(`${name}SinkConnector`, version, label),
    defineConverter({
      className: `${name}Converter`,
      version,
      summary: version,
      config: only(`conv.${label}`),
      createConverter: () => Object.assign(new TextConverter(), { version }),
    }),
    defineTransformation({
      className: `${name}Transformation`,
      version,
      summary: version,
      config: only(`smt.${label}`),
      createTransformation: () => ({ apply: (record) => record }),
    }),
    definePredicate({
      className: `${name}Predicate`,
      version,
      summary: version,
      config: only(`pred.${label}`),
      createPredicate: () => ({ test: () => true }),
    }),
  ];
}

const modules: Readonly<Record<string, { readonly plugins: ReturnType<typeof versionedPlugins> }>> = {
  v2s: { plugins: versionedPlugins('v2s') },
  v1: { plugins: versionedPlugins('v1') },
  v110: { plugins: versionedPlugins('v110') },
  clash: { plugins: [sink('org.clash.TwinSinkConnector', '1.0.0', 'v1')] },
  clash2: { plugins: [sink('org.clashb.TwinSinkConnector', '1.0.0', 'v1')] },
};

function packageOf(label: string): PluginPackage {
  return {
    name: `@example/${label}`,
    location: `/plugins/${label}`,
    moduleUrl: `memory:${label}`,
    plugins: (modules[label]?.plugins ?? []).map(({ className, kind, version }) => ({
      className,
      version,
      type: kind,
    })),
  };
}

/** A worker with three versions of four plugins, and two connectors that share their alias. */
export function versionedRegistry(): PluginRegistry {
  return new PluginRegistry([stockPackage, ...Object.keys(modules).map(packageOf)], {
    importModule: async (url) => modules[url.replace('memory:', '')] ?? ((await import(url)) as object),
  });
}
