import type { GroupClient, Metric } from '@sluice/kafka-client';
import { ClientRates } from '../../../metrics/task/client-rates.ts';
import type { ClientSample, MeterOptions } from '../../../metrics/task/task-meter.ts';
import type { GroupPlace } from '../group/group-place.ts';

export interface GroupSampleParts {
  readonly client: Pick<GroupClient, 'clientId' | 'metrics'>;
  /** What this worker has of the work of its group. */
  readonly place: Pick<GroupPlace, 'assigned'>;
  readonly options: MeterOptions;
}

const docs = {
  'assigned-connectors': 'Connectors that the group gave to this worker.',
  'assigned-tasks': 'Tasks that the group gave to this worker.',
} as const;

/** What the member that this worker is of its group counts, under the names of Java's workers. */
export function groupSampler({ client, place, options }: GroupSampleParts): () => ClientSample {
  const rates = new ClientRates(options);
  return () => ({
    domain: 'kafka.connect',
    clientId: client.clientId,
    metrics: [...assignedMetrics(place), ...rates.withRates(client.metrics())],
  });
}

function assignedMetrics({ assigned }: GroupSampleParts['place']): Metric[] {
  const { connectors = [], tasks = [] } = assigned?.assignment.assigned ?? {};
  const gauge = (name: keyof typeof docs, value: number): Metric => ({
    group: 'connect-coordinator-metrics',
    name,
    kind: 'gauge',
    doc: docs[name],
    tags: {},
    value,
  });
  return [gauge('assigned-connectors', connectors.length), gauge('assigned-tasks', tasks.length)];
}
