import type { GroupSample, MetricValue } from '../src/metrics/declare/metric-declaration.ts';
import { metricGroups } from '../src/metrics/groups/all-groups.ts';
import type { TaskMeter } from '../src/metrics/task/task-meter.ts';

/** The values of a sample by their names. */
export function valuesIn({ groupId, values }: GroupSample): Record<string, MetricValue> {
  const group = metricGroups.find(({ id }) => id === groupId);
  if (group === undefined) throw new Error(`There is no group ${groupId}`);
  return Object.fromEntries(
    Object.keys(group.metrics).map((name, index) => [name, values[index] as MetricValue]),
  );
}

/** What a meter tells of one of its groups now. */
export function metricsOf(meter: TaskMeter, groupId: string): Record<string, MetricValue> {
  const found = meter.sample().groups.find((sample) => sample.groupId === groupId);
  if (found === undefined) throw new Error(`The task tells nothing of ${groupId}`);
  return valuesIn(found);
}
