import type { MetricName } from '../../metrics.ts';
import { recordBytes as usualRecordBytes, type Stage } from '../scenario.ts';

export const planeMetrics: readonly MetricName[] = [
  'cpuMicrosPerRecord',
  'wholeCpuMicrosPerRecord',
  'recordsPerSecond',
  'peakRssMib',
];

/** A third of the records where they are larger than usual: they take longer. */
export function recordsOf({ records }: Stage, recordBytes: number): number {
  return recordBytes > usualRecordBytes ? Math.ceil(records / 3) : records;
}
