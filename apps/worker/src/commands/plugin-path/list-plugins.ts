import { probePackage, type BrokenPlugin, type LocationScan, type PluginPackage } from '@sluice/runtime';
import { brokenRow, formatRow, formatTotals, listHeader, type PluginRow } from './plugin-rows.ts';

/** The list of `connect-plugin-path list`, and why some cannot be loaded. */
export interface PluginList {
  readonly text: string;
  readonly reasons: readonly string[];
}

/** Tries to load every package, each in a thread of its own, and lists what came of it. */
export async function listPlugins({ packages, broken }: LocationScan): Promise<PluginList> {
  const rows: PluginRow[] = broken.map(brokenRow);
  const reasons = broken.map(formatReason);
  for (const from of packages) {
    const answer = await probePackage(from);
    rows.push(...from.plugins.map((plugin, index) => rowOf(plugin, from, answer[index] ?? null)));
    const faults = new Set(answer.filter((reason) => reason !== null));
    for (const reason of faults) reasons.push(`${from.location ?? from.name}: ${reason}`);
  }
  const lines = [listHeader, ...rows.map(formatRow), '', formatTotals(rows)];
  return { text: `${lines.join('\n')}\n`, reasons };
}

function rowOf(
  { className, version, type }: PluginPackage['plugins'][number],
  { name, location }: PluginPackage,
  reason: string | null,
): PluginRow {
  const isLoadable = reason === null;
  return { className, version, type, isLoadable, hasManifest: true, location: location ?? name };
}

function formatReason({ location, reason }: BrokenPlugin): string {
  return `${location}: ${reason}`;
}
