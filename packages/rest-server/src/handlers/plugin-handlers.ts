import { BadRequestError } from '@sluice/connect-api';
import type { HandlersOf } from './handler.ts';

type PluginRoute = 'listPlugins' | 'listBrokenPlugins' | 'getPluginConfig' | 'validatePluginConfig';

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
    const className = Object.hasOwn(body, 'connector.class') ? body['connector.class'] : null;
    if (className !== null && className !== undefined && !isNameOf(plugin, className)) {
      throw new BadRequestError(
        `Included connector type ${className} does not match request type ${plugin}`,
        { code: 'CONNECTOR_CLASS_MISMATCH' },
      );
    }
    return { status: 200, body: await herder.validateConfig(body) };
  },
};

/** Whether the class in a configuration may go by this name in the path: a shorter one is enough. */
function isNameOf(plugin: string, className: string): boolean {
  return withoutSuffix(className).endsWith(withoutSuffix(plugin));
}

function withoutSuffix(name: string): string {
  return name.replace(/Connector$/, '');
}
