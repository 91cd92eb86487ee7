export interface Metric {
  readonly label: string;
  readonly better: 'higher' | 'lower';
  readonly fractionDigits: number;
}

export const metrics = {
  recordsPerSecond: { label: 'records/s, first to last', better: 'higher', fractionDigits: 0 },
  cpuMicrosPerRecord: { label: 'CPU µs per record, first to last', better: 'lower', fractionDigits: 2 },
  wholeCpuMicrosPerRecord: {
    label: 'CPU µs per record, from spawn to the end',
    better: 'lower',
    fractionDigits: 2,
  },
  exactlyOnceMicros: {
    label: 'CPU µs per record that exactly once costs',
    better: 'lower',
    fractionDigits: 2,
  },
  totalSeconds: { label: 's from spawn to the last record', better: 'lower', fractionDigits: 2 },
  cpuSeconds: { label: 'CPU s from spawn to the end', better: 'lower', fractionDigits: 2 },
  restReadySeconds: { label: 's from spawn to a ready REST API', better: 'lower', fractionDigits: 3 },
  settleSeconds: {
    label: 's from the first request until all tasks run',
    better: 'lower',
    fractionDigits: 1,
  },
  createSeconds: { label: 's until one more connector is created', better: 'lower', fractionDigits: 3 },
  restartSeconds: {
    label: 's from spawn of all workers until all tasks run',
    better: 'lower',
    fractionDigits: 1,
  },
  steadyStandstillSeconds: {
    label: 's that a counter stood still at the most, before',
    better: 'lower',
    fractionDigits: 2,
  },
  standstillSeconds: {
    label: 's that a counter stood still at the most, after',
    better: 'lower',
    fractionDigits: 2,
  },
  latencyP50Ms: {
    label: 'ms until half of the records are in the topic',
    better: 'lower',
    fractionDigits: 0,
  },
  latencyP99Ms: {
    label: 'ms until 99 % of the records are in the topic',
    better: 'lower',
    fractionDigits: 0,
  },
  coresUsed: { label: 'cores used by the worker', better: 'lower', fractionDigits: 2 },
  idleRssMib: { label: 'MiB resident when idle', better: 'lower', fractionDigits: 0 },
  peakRssMib: { label: 'MiB resident at the peak', better: 'lower', fractionDigits: 0 },
  importMs: { label: 'ms to import', better: 'lower', fractionDigits: 1 },
  importHeapMb: { label: 'MB of heap for the import', better: 'lower', fractionDigits: 1 },
  importRssMb: { label: 'MB more resident after the import', better: 'lower', fractionDigits: 1 },
  heldMb: { label: 'MB held when garbage is collected', better: 'lower', fractionDigits: 2 },
  brokerReadyMs: { label: 'ms until the broker listens', better: 'lower', fractionDigits: 0 },
  brokerStartMs: { label: 'ms to start in a process that runs', better: 'lower', fractionDigits: 1 },
  createTopicsSeconds: { label: 's to create 1,000 topics', better: 'lower', fractionDigits: 2 },
  brokerInMicros: { label: 'CPU µs of the broker per record in', better: 'lower', fractionDigits: 2 },
  brokerOutMicros: { label: 'CPU µs of the broker per record out', better: 'lower', fractionDigits: 2 },
  brokerGrowthMib: {
    label: 'MiB more at the peak for 10 times as many records',
    better: 'lower',
    fractionDigits: 0,
  },
  consumePeakMib: { label: 'MiB at the peak, all consumed', better: 'lower', fractionDigits: 0 },
  consumeGrowthMib: {
    label: 'MiB more at the peak for 10 times as many records consumed',
    better: 'lower',
    fractionDigits: 0,
  },
  consumeHeldMb: {
    label: 'MB more held for 10 times as many records consumed',
    better: 'lower',
    fractionDigits: 2,
  },
  producePeakMib: { label: 'MiB at the peak, all produced', better: 'lower', fractionDigits: 0 },
  produceGrowthMib: {
    label: 'MiB more at the peak for 10 times as many records produced',
    better: 'lower',
    fractionDigits: 0,
  },
  produceHeldMb: {
    label: 'MB more held for 10 times as many records produced',
    better: 'lower',
    fractionDigits: 2,
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** What one run of one contender measured. */
export type Measurements = Readonly<Partial<Record<MetricName, number>>>;
