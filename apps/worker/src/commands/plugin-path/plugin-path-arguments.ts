import { parseArgs } from 'node:util';

/** What the command line of `connect-plugin-path` asks for. */
export interface PluginPathArguments {
  readonly command: 'list' | 'sync-manifests';
  readonly pluginLocations: readonly string[];
  readonly pluginPaths: readonly string[];
  readonly workerConfigs: readonly string[];
}

const several = { type: 'string', multiple: true, default: [] as string[] } as const;
const flag = { type: 'boolean', default: false } as const;

export const pluginPathUsage = `usage: connect-plugin-path {list,sync-manifests} [options]

Shows the plugins of a worker that plugin.path holds.

  list             every plugin with its aliases, version, type, and whether it can be loaded
  sync-manifests   nothing: plugins for Sluice list themselves in their package.json

options, at least one, each as often as needed:
  --plugin-location PATH   a single plugin: the folder of a package
  --plugin-path LIST       folders that contain plugins, with commas between
  --worker-config FILE     the properties of a worker, for its plugin.path
  -h, --help               this text

sync-manifests also takes --dry-run and --keep-not-found.
`;

/** A command line that cannot be carried out, said as Java's command says it. */
export class PluginPathUsageError extends Error {
  override readonly name = 'PluginPathUsageError';
}

/**
 * Reads the arguments; `null` when they ask for the usage.
 * @throws PluginPathUsageError
 */
export function parsePluginPathArguments(args: readonly string[]): PluginPathArguments | null {
  const { values, positionals } = parsed(args);
  if (values.help) return null;
  const [command, extra] = positionals;
  if (command === undefined) throw new PluginPathUsageError('too few arguments');
  if (command !== 'list' && command !== 'sync-manifests') {
    throw new PluginPathUsageError(`invalid choice: '${command}' (choose from 'list', 'sync-manifests')`);
  }
  if (extra !== undefined) throw new PluginPathUsageError(`unrecognized arguments: '${extra}'`);
  const chosen = {
    command,
    pluginLocations: values['plugin-location'],
    pluginPaths: values['plugin-path'],
    workerConfigs: values['worker-config'],
  } as const;
  if ([chosen.pluginLocations, chosen.pluginPaths, chosen.workerConfigs].some((given) => given.length > 0)) {
    return chosen;
  }
  throw new PluginPathUsageError(
    'Must specify at least one --plugin-location, --plugin-path, or --worker-config',
  );
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'plugin-location': several,
        'plugin-path': several,
        'worker-config': several,
        'dry-run': flag,
        'keep-not-found': flag,
        help: { ...flag, short: 'h' },
      },
    });
  } catch (error) {
    throw new PluginPathUsageError((error as Error).message);
  }
}
