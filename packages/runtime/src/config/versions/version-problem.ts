import type { PluginInfo } from '../../plugins/plugin-info.ts';
import { parseVersionRange } from '../../plugins/version-range.ts';

/** What is wrong with a version, or a range of versions, by itself; `null` when it can be understood. */
export function problemOfRange(wanted: string): string | null {
  const text = wanted.trim();
  if (text === 'latest' || parseVersionRange(text) !== null) return null;
  return /[\])]$/.test(text)
    ? `Invalid version range ${wanted}: it is to be like [1.0,2.0), [1.2] or 1.2`
    : `Unbounded range: ${wanted}`;
}

/** What is wrong with wanting a version of a plugin, of which there is one; `null` when it is the one. */
export function problemOfVersion({ className, version }: PluginInfo, wanted: string): string | null {
  if (wanted === 'latest') return null;
  const range = parseVersionRange(wanted.trim());
  if (range === null) return problemOfRange(wanted);
  if (range.includes(version)) return null;
  return `Plugin ${className} not found that matches the version range ${String(range)}, available versions: [${version}]`;
}
