import { existsSync } from 'node:fs';
import { scanPluginLocations, scanPluginPath, type LocationScan } from '@sluice/runtime';
import { pluginPathOf } from '../installed-plugins.ts';
import { listPlugins } from './plugin-path/list-plugins.ts';
import {
  parsePluginPathArguments,
  PluginPathUsageError,
  pluginPathUsage,
  type PluginPathArguments,
} from './plugin-path/plugin-path-arguments.ts';
import { readPropertiesFile } from './properties-file.ts';

/** The exit codes of Java's command. */
const exitCodes = { usage: 1, location: 2, failure: 3 } as const;

/** Something that was named and is not there. */
class LocationError extends Error {}

async function main(): Promise<void> {
  const args = parsePluginPathArguments(process.argv.slice(2));
  if (args === null) {
    process.stdout.write(pluginPathUsage);
    process.exitCode = exitCodes.usage;
    return;
  }
  const scan = scanOf(args);
  if (args.command === 'list') await list(scan);
  else syncManifests(scan);
}

function scanOf({ pluginLocations, pluginPaths, workerConfigs }: PluginPathArguments): LocationScan {
  for (const path of pluginLocations) {
    if (!existsSync(path)) throw new LocationError(`Specified location ${path} does not exist`);
  }
  const elements = [...pluginPaths, ...workerConfigs.map(readPluginPath)].flatMap((list) =>
    pluginPathOf({ 'plugin.path': list }),
  );
  const located = scanPluginLocations(pluginLocations);
  const { packages, broken, missing } = scanPluginPath(elements);
  const [first] = missing;
  if (first !== undefined) throw new Error(`${first}, which is part of a plugin path, is not there`);
  return { packages: [...located.packages, ...packages], broken: [...located.broken, ...broken] };
}

function readPluginPath(file: string): string {
  if (!existsSync(file)) throw new LocationError(`Unable to read worker config at ${file}`);
  return readPropertiesFile(file)['plugin.path'] ?? '';
}

async function list(scan: LocationScan): Promise<void> {
  const { text, reasons } = await listPlugins(scan);
  process.stdout.write(text);
  for (const reason of reasons) process.stderr.write(`${reason}\n`);
}

/** Manifests are what the packages bring along: there is nothing that they could be made from. */
function syncManifests({ broken }: LocationScan): void {
  process.stdout.write('Scanning for plugins...\nNo changes required.\n');
  if (broken.length === 0) return;
  process.stdout.write(
    'Packages for Sluice list their plugins in their package.json; it is not written here.\n',
  );
  for (const { location, reason } of broken) process.stderr.write(`${location}: ${reason}\n`);
}

try {
  await main();
} catch (error) {
  const { message } = error as Error;
  if (error instanceof PluginPathUsageError) {
    process.stderr.write(`${pluginPathUsage}connect-plugin-path: error: ${message}\n`);
    process.exitCode = exitCodes.usage;
  } else {
    process.stderr.write(`${message}\n`);
    process.exitCode = error instanceof LocationError ? exitCodes.location : exitCodes.failure;
  }
}
