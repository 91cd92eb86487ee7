import { pluginAliases, type BrokenPlugin, type PluginType } from '@sluice/runtime';

/** What the list says of one plugin. */
export interface PluginRow {
  readonly className: string | null;
  readonly version: string | null;
  readonly type: PluginType | null;
  readonly isLoadable: boolean;
  readonly hasManifest: boolean;
  readonly location: string;
}

export const listHeader =
  'pluginName\tfirstAlias\tsecondAlias\tpluginVersion\tpluginType\tisLoadable\thasManifest\tpluginLocation';

/** One line of the list, as Java's command writes it. */
export function formatRow(row: PluginRow): string {
  const { className, version, type, isLoadable, hasManifest, location } = row;
  const [first, second] =
    isLoadable && className !== null && type !== null ? pluginAliases(className, type) : [];
  return [
    className ?? 'N/A',
    first ?? 'N/A',
    second ?? 'N/A',
    version ?? 'undefined',
    type === 'config_provider' ? 'configprovider' : (type ?? 'N/A'),
    isLoadable,
    hasManifest,
    location,
  ].join('\t');
}

/** What was found broken as it stands in the list. */
export function brokenRow({ className, version, type, location, packageName }: BrokenPlugin): PluginRow {
  return { className, version, type, location, isLoadable: false, hasManifest: packageName !== null };
}

/** The three sums below the list. */
export function formatTotals(rows: readonly PluginRow[]): string {
  const loadable = rows.filter(({ isLoadable }) => isLoadable);
  const compatible = loadable.filter(({ hasManifest }) => hasManifest);
  return [
    `Total plugins:      \t${rows.length}`,
    `Loadable plugins:   \t${loadable.length}`,
    `Compatible plugins: \t${compatible.length}`,
  ].join('\n');
}
