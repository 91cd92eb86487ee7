import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The settings in the XML files of a Hadoop installation; later files go before earlier ones. */
export function readHadoopSettings(folder: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const name of ['core-site.xml', 'hdfs-site.xml']) {
    const file = join(folder, name);
    if (existsSync(file)) collect(readFileSync(file, 'utf8'), settings);
  }
  return settings;
}

function collect(xml: string, settings: Map<string, string>): void {
  for (const [, property = ''] of xml
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .matchAll(/<property>([\s\S]*?)<\/property>/g)) {
    const name = element(property, 'name');
    const value = element(property, 'value');
    if (name !== null && value !== null) settings.set(name, value);
  }
}

function element(xml: string, name: string): string | null {
  const text = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1];
  if (text === undefined) return null;
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text
    .trim()
    .replaceAll(/&(lt|gt|quot|apos|amp);/g, (_whole, entity: string) => entities[entity] ?? '');
}

/** The HTTP addresses of the NameNodes of a name service, or of the only one. */
export function nameNodeAddresses(settings: ReadonlyMap<string, string>, service: string): string[] {
  const isSecure = settings.get('dfs.http.policy') === 'HTTPS_ONLY';
  const key = `dfs.namenode.${isSecure ? 'https' : 'http'}-address`;
  const scheme = isSecure ? 'https' : 'http';
  const nodes = (settings.get(`dfs.ha.namenodes.${service}`) ?? '').split(',').map((node) => node.trim());
  const suffixes = nodes[0] === '' ? [`.${service}`, ''] : nodes.map((node) => `.${service}.${node}`);
  const found = suffixes.flatMap((suffix) => settings.get(`${key}${suffix}`) ?? []);
  return found.map((address) => `${scheme}://${address}`);
}
