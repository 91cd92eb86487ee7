import { exactlyOnceSupportOf } from '../config/internal-client-properties.ts';

/** What the workers of a cluster have in common, as far as it concerns tasks. */
export interface ClusterSettings {
  /** `group.id`. */
  readonly groupId: string;
  /** `exactly.once.source.support=enabled`. */
  readonly isExactlyOnce: boolean;
}

/** Reads them from the properties of a worker of a cluster. */
export function clusterSettingsOf(worker: Readonly<Record<string, string>>): ClusterSettings {
  return { groupId: worker['group.id'] ?? '', isExactlyOnce: exactlyOnceSupportOf(worker) === 'enabled' };
}
