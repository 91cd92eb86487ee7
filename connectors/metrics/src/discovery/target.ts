import type { RelabelRule } from '../relabel/relabel.ts';
import { relabel } from '../relabel/relabel.ts';

/** Addresses with labels, as every kind of discovery gives them. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** An endpoint that is scraped. */
export interface Target {
  readonly url: string;
  /** What its metrics get: `job`, `instance` and those of the group. */
  readonly labels: ReadonlyMap<string, string>;
}

export interface TargetDefaults {
  readonly job: string;
  readonly scheme: string;
  readonly path: string;
  readonly rules: readonly RelabelRule[];
}

/** The endpoints of groups, after relabelling; the same one is there once. */
export function targetsOf(groups: readonly TargetGroup[], defaults: TargetDefaults): Target[] {
  const found = new Map<string, Target>();
  for (const { targets, labels } of groups) {
    for (const address of targets) {
      const target = targetAt(address, labels, defaults);
      if (target !== null) found.set(identityOf(target), target);
    }
  }
  return [...found.values()];
}

/** Which endpoint with which labels. */
export function identityOf({ url, labels }: Target): string {
  return `${url} ${JSON.stringify([...labels])}`;
}

function targetAt(
  address: string,
  own: Readonly<Record<string, string>>,
  { job, scheme, path, rules }: TargetDefaults,
): Target | null {
  const given = new Map([
    ['job', job],
    ['__address__', address],
    ['__scheme__', scheme],
    ['__metrics_path__', path],
    ...Object.entries(own),
  ]);
  const labels = relabel(given, rules);
  const host = labels?.get('__address__') ?? '';
  if (labels === null || host === '') return null;
  const url = `${labels.get('__scheme__')}://${host}${labels.get('__metrics_path__')}${queryOf(labels)}`;
  if (!labels.has('instance')) labels.set('instance', host);
  const shown = [...labels].filter(([name]) => !name.startsWith('__'));
  return { url, labels: new Map(shown.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

/** What the labels `__param_…` say, as Prometheus has them. */
function queryOf(labels: ReadonlyMap<string, string>): string {
  const query = new URLSearchParams();
  for (const [name, value] of labels) {
    if (name.startsWith('__param_')) query.append(name.slice('__param_'.length), value);
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}
