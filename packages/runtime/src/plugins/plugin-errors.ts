import { BadRequestError, ConfigError } from '@sluice/connect-api';
import { parseVersionRange } from './version-range.ts';
import type { InstalledPlugin } from './installed-plugins.ts';

/** That no installed connector goes by a name; the text is Java's. */
export function unknownConnector(name: string, known: readonly InstalledPlugin[]): ConfigError {
  return new ConfigError(
    `Failed to find any class that implements Connector and which name matches ${name}, ` +
      `available connectors are: ${known.map(described).join(', ')}`,
    { code: 'PLUGIN_UNKNOWN' },
  );
}

/** That several connectors go by a name. Java names all that are installed, here those are that share it. */
export function ambiguousConnector(name: string, sharing: readonly InstalledPlugin[]): ConfigError {
  return new ConfigError(
    `More than one connector matches alias ${name}. Please use full package and class name instead. ` +
      `Classes found: ${sharing.map(described).join(', ')}`,
    { code: 'PLUGIN_AMBIGUOUS' },
  );
}

/** That no plugin of another kind goes by a name. */
export function unknownClass(name: string, role: string, known: readonly InstalledPlugin[]): ConfigError {
  const names = [...new Set(known.map(({ className }) => className))].join(', ');
  return new ConfigError(
    `Failed to find any class that implements ${role} and which name matches ${name}, available are: ${names}`,
    { code: 'PLUGIN_UNKNOWN' },
  );
}

/** That a plugin is installed, and not in the version that is wanted. */
export function unknownVersion(
  wanted: string,
  installed: readonly InstalledPlugin[],
): ConfigError | BadRequestError {
  const problem = problemOfRange(wanted);
  if (problem !== null) return new BadRequestError(problem, { code: 'PLUGIN_VERSION_INVALID' });
  const message = versionNotFound(installed[0]?.className ?? '', versionsOf(installed), wanted);
  return new ConfigError(message, { code: 'PLUGIN_VERSION_UNKNOWN' });
}

/** What is wrong with a version, or a range of versions, by itself; `null` when it can be understood. */
export function problemOfRange(wanted: string): string | null {
  const text = wanted.trim();
  if (text === 'latest' || parseVersionRange(text) !== null) return null;
  return /[\])]$/.test(text)
    ? `Invalid version range ${wanted}: it is to be like [1.0,2.0), [1.2] or 1.2`
    : `Unbounded range: ${wanted}`;
}

/** That none of the versions there are is wanted. */
export function versionNotFound(className: string, versions: readonly string[], wanted: string): string {
  const range = String(parseVersionRange(wanted.trim()));
  const available = `[${versions.join(', ')}]`;
  return `Plugin ${className} not found that matches the version range ${range}, available versions: ${available}`;
}

/** That a plugin cannot be used. */
export function broken(info: Pick<InstalledPlugin, 'className'>, why: string, cause?: unknown): ConfigError {
  return new ConfigError(`The plugin ${info.className} ${why}`, { code: 'PLUGIN_BROKEN', cause });
}

/** Each version once. */
export function versionsOf(installed: readonly InstalledPlugin[]): string[] {
  return [...new Set(installed.map(({ version }) => version))];
}

function described({ className, type, version, from: { location } }: InstalledPlugin): string {
  const where = location === null ? 'classpath' : `file:${location}/`;
  return (
    `PluginDesc{klass=class ${className}, name='${className}', version='${version}', ` +
    `encodedVersion=${version}, type=${type}, typeName='${type}', location='${where}'}`
  );
}
