import { MemberMetrics } from '@sluice/kafka-client';
import { describe, expect, it } from 'vitest';
import { defaultWindows } from '../../../metrics/statistics/window-options.ts';
import { groupSampler, type GroupSampleParts } from './group-sample.ts';

type Assigned = GroupSampleParts['place']['assigned'];

const assignedTo = (connectors: string[], tasks: number): Assigned => ({
  assignment: {
    errorCode: 0,
    leaderId: 'one',
    leaderUrl: 'http://one/',
    configOffset: 1n,
    assigned: {
      connectors,
      tasks: Array.from({ length: tasks }, (_none, task) => ({ connector: 'c', task })),
    },
    revoked: { connectors: [], tasks: [] },
    delayMs: 0,
  },
  protocol: { name: 'sessioned', version: 2, isCooperative: true, isSigning: true },
  generationId: 3,
  isLeader: true,
});

function sampler(): {
  readonly member: MemberMetrics;
  readonly place: { assigned: Assigned };
  readonly values: () => Record<string, number>;
} {
  const member = new MemberMetrics('connect');
  const place: { assigned: Assigned } = { assigned: null };
  const client = { clientId: 'connect-one', metrics: () => member.metrics() };
  const sample = groupSampler({
    client,
    place,
    options: { windows: defaultWindows, nowMs: () => performance.now() },
  });
  const values = (): Record<string, number> => {
    const { domain, clientId, metrics } = sample();
    expect([domain, clientId]).toEqual(['kafka.connect', 'connect-one']);
    expect(new Set(metrics.map(({ group }) => group))).toEqual(new Set(['connect-coordinator-metrics']));
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  return { member, place, values };
}

describe('what a worker tells of its place in the group', () => {
  it('has every name that a Java worker has', () => {
    // Of the attributes of kafka.connect:type=connect-coordinator-metrics.
    expect(Object.keys(sampler().values()).sort()).toEqual(
      [
        ...['assigned-connectors', 'assigned-tasks'],
        ...['heartbeat-rate', 'heartbeat-total', 'heartbeat-response-time-max', 'last-heartbeat-seconds-ago'],
        ...['join-rate', 'join-total', 'join-time-avg', 'join-time-max'],
        ...['sync-rate', 'sync-total', 'sync-time-avg', 'sync-time-max'],
        ...['rebalance-total', 'rebalance-rate-per-hour', 'failed-rebalance-total'],
        ...['failed-rebalance-rate-per-hour', 'last-rebalance-seconds-ago'],
        ...['rebalance-latency-avg', 'rebalance-latency-max', 'rebalance-latency-total'],
      ].sort(),
    );
  });

  it('is how much work it was given', () => {
    const { place, values } = sampler();
    expect(values()).toMatchObject({ 'assigned-connectors': 0, 'assigned-tasks': 0 });
    place.assigned = assignedTo(['c', 'd'], 3);
    expect(values()).toMatchObject({ 'assigned-connectors': 2, 'assigned-tasks': 3 });
  });

  it('is how often it beats, and how often the group is divided', async () => {
    const { member, values } = sampler();
    values();
    for (let beat = 0; beat < 3; beat++) await member.timed('heartbeat', () => Promise.resolve());
    member.rebalanceBegan();
    member.rebalanceEnded();
    const now = values();
    expect(now).toMatchObject({ 'heartbeat-total': 3, 'rebalance-total': 1 });
    // Over at least the one window that has passed by then, of 30 seconds.
    expect(now['heartbeat-rate']).toBeCloseTo(3 / 30, 2);
    expect(now['rebalance-rate-per-hour']).toBeCloseTo(3600 / 30, 0);
  });
});
