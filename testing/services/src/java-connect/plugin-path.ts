import { mkdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { kafkaJars } from '../kafka/jars.ts';

/** Makes a plugin.path in `folder` with Kafka's file connectors, and resolves to it. */
export async function makePluginPath(folder: string): Promise<string> {
  const pluginPath = join(folder, 'plugins');
  const { connectFileJar } = await kafkaJars();
  await mkdir(pluginPath);
  await symlink(connectFileJar, join(pluginPath, basename(connectFileJar)));
  return pluginPath;
}
