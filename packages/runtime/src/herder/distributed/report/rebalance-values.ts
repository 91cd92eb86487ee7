import type { RebalanceValues } from '../../../metrics/worker/worker-meter.ts';
import type { DistributedWorker } from '../distributed-worker.ts';

const names = { default: 'EAGER', compatible: 'COMPATIBLE', sessioned: 'SESSIONED' } as const;

/** The metrics of a worker's group. */
export function rebalanceValues({ place, protocol, rebalances }: DistributedWorker): RebalanceValues {
  const { completed, longestMs, meanMs, sinceLastMs } = rebalances.figures;
  return {
    'connect-protocol': names[protocol.name],
    'leader-name': place.leaderUrl ?? '',
    epoch: place.generation,
    'completed-rebalances-total': completed,
    rebalancing: place.isSettled ? 0 : 1,
    'rebalance-max-time-ms': longestMs,
    'rebalance-avg-time-ms': meanMs,
    'time-since-last-rebalance-ms': sinceLastMs,
  };
}
