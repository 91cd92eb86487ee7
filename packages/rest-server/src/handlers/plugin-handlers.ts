import { BadRequestError } from '@sluice/connect-api';
import type { SubmittedConfig } from '@sluice/rest-api';
import type { HandlersOf } from './handler.ts';

type PluginRoute =
  'listPlugins' | 'listBrokenPlugins' | 'getPluginConfig' | 'validatePluginConfig' | 'checkPluginConfig';

export const pluginHandlers: HandlersOf<PluginRoute> = {
  async listPlugins({ herder, query: { connectorsOnly } }) {
    const plugins = await herder.plugins({ connectorsOnly });
    const body = plugins.map(({ className, type, version }) => ({
      class: className,
      type,
      ...(version === 'undefined' ? {} : { version }),
    }));
    return { status: 200, body };
  },

  async listBrokenPlugins({ herder }) {
    const plugins = await herder.brokenPlugins();
    const body = plugins.map(({ className, packageName, ...plugin }) => ({
      class: className,
      type: plugin.type,
      version: plugin.version,
      package: packageName,
      location: plugin.location,
      reason: plugin.reason,
    }));
    return { status: 200, body };
  },

  async getPluginConfig({ herder, path, query: { version } }) {
    return { status: 200, body: await herder.pluginConfig(path.plugin, version) };
  },

  async validatePluginConfig({ herder, path: { plugin }, body }) {
    refuseOther(plugin, body);
    return { status: 200, body: await herder.validateConfig(body) };
  },

  async checkPluginConfig({ herder, path: { plugin }, body }) {
    refuseOther(plugin, body);
    const { isGood, configInfos, findings } = await herder.checkConnector(body);
    const wrong = configInfos.configs.flatMap(({ value }) => (value?.errors.length ? [value] : []));
    const shown = findings?.map(({ remedy = null, keys = [], ...finding }) => ({
      ...finding,
      remedy,
      keys: [...keys],
    }));
    return {
      status: 200,
      body: {
        name: configInfos.name,
        good: isGood,
        errors: wrong.map(({ name: key, errors }) => ({ key, errors })),
        findings: shown ?? null,
      },
    };
  },
};

/** @throws BadRequestError when a configuration is one of another plugin than the path names. */
function refuseOther(plugin: string, body: SubmittedConfig): void {
  const className = Object.hasOwn(body, 'connector.class') ? body['connector.class'] : null;
  if (className === null || className === undefined || isNameOf(plugin, className)) return;
  throw new BadRequestError(`Included connector type ${className} does not match request type ${plugin}`, {
    code: 'CONNECTOR_CLASS_MISMATCH',
  });
}

/** Whether the class in a configuration may go by this name in the path: a shorter one is enough. */
function isNameOf(plugin: string, className: string): boolean {
  return withoutSuffix(className).endsWith(withoutSuffix(plugin));
}

function withoutSuffix(name: string): string {
  return name.replace(/Connector$/, '');
}
