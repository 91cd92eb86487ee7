/** How large the cluster is that is measured; smaller ones are for trying. */
export interface ClusterSize {
  readonly workers: number;
  readonly connectors: number;
  /** Of each connector. */
  readonly tasks: number;
}

/** `SLUICE_BENCH_CLUSTER=workers,connectors,tasks`, where tasks are those of each connector; 3,100,10 by default. */
export function clusterSize(text = process.env['SLUICE_BENCH_CLUSTER'] ?? '3,100,10'): ClusterSize {
  const [workers, connectors, tasks] = text.split(',').map(Number);
  if (!isCount(workers) || !isCount(connectors) || !isCount(tasks))
    throw new Error(`SLUICE_BENCH_CLUSTER is ${text}, which is not three positive whole numbers`);
  return { workers, connectors, tasks };
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value > 0;
}
