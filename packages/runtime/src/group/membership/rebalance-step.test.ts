import { describe, expect, it } from 'vitest';
import { configMismatch, type WorkAssignment } from '../protocol/assignment-codec.ts';
import { noWork } from '../protocol/work.ts';
import {
  nextRebalanceStep,
  scheduledRejoinMs,
  stepAfterCatchingUp,
  type RebalanceView,
} from './rebalance-step.ts';
import { SyncBackoff } from './sync-backoff.ts';

const assignment: WorkAssignment = {
  errorCode: 0,
  leaderId: 'l',
  leaderUrl: 'http://l/',
  configOffset: 9n,
  assigned: { connectors: ['c'], tasks: [] },
  revoked: noWork,
  delayMs: 0,
};
const view: RebalanceView = {
  assignment,
  isLeader: false,
  configOffset: 9n,
  scheduledRejoinMs: null,
  nowMs: 1000,
};
const mismatch = { ...assignment, errorCode: configMismatch };
const start = { kind: 'start-work', thenRejoin: false };
const rejoin = { kind: 'rejoin' };
const catchUp = { kind: 'catch-up', thenRejoin: false };
const catchUpAndRejoin = { kind: 'catch-up', thenRejoin: true };

describe('after a rebalance a worker', () => {
  it.each<[string, Partial<RebalanceView>, object]>([
    ['starts work when it knows just what the leader divided', {}, start],
    ['reads on when it knows less', { configOffset: 8n }, catchUp],
    ['has the group divided anew when it knows more', { configOffset: 10n }, rejoin],
    ['starts work while a delay runs', { scheduledRejoinMs: 1001 }, start],
    ['joins again when the delay is over', { scheduledRejoinMs: 1000 }, rejoin],
    [
      'reads on before it joins again at the end of a delay',
      { configOffset: 8n, scheduledRejoinMs: 1000 },
      catchUpAndRejoin,
    ],
    ['joins again at once when the leader knew less than some member', { assignment: mismatch }, rejoin],
    [
      'reads on first when it is itself behind then',
      { assignment: mismatch, configOffset: 8n },
      catchUpAndRejoin,
    ],
    ['reads on first when it leads then', { assignment: mismatch, isLeader: true }, catchUpAndRejoin],
    [
      'joins again when it has stopped work, so that others get it',
      { assignment: { ...assignment, revoked: { connectors: [], tasks: [{ connector: 'c', task: 1 }] } } },
      { kind: 'start-work', thenRejoin: true },
    ],
  ])('%s', (_, change, step) => {
    expect(nextRebalanceStep({ ...view, ...change })).toEqual(step);
  });

  it('joins again when it is behind though it has read all there is', () => {
    expect(stepAfterCatchingUp({ ...view, configOffset: 8n })).toEqual(rejoin);
    expect(stepAfterCatchingUp(view)).toEqual(start);
  });

  it('joins again when the delay that the leader told is over', () => {
    expect(scheduledRejoinMs({ ...assignment, delayMs: 300 }, 1000)).toBe(1300);
    expect(scheduledRejoinMs(assignment, 1000)).toBeNull();
  });
});

describe('a worker that cannot read the config topic in time', () => {
  it('stays away ever longer, then stops its work, and begins anew', () => {
    const backoff = new SyncBackoff({ unsyncBackoffMs: 7, maxDelayMs: 300_000 });
    const pauses = Array.from({ length: 7 }, () => backoff.failed(true));
    expect(pauses.map(({ pauseMs }) => pauseMs)).toEqual([6000, 7500, 10_000, 15_000, 30_000, 0, 6000]);
    expect(pauses.map(({ stopsAll }) => stopsAll)).toEqual([false, false, false, false, false, true, false]);
    backoff.succeeded();
    expect(backoff.failed(true).pauseMs).toBe(6000);
  });

  it('stays away as long as it is told in the eager protocol, in which it has no work then', () => {
    const backoff = new SyncBackoff({ unsyncBackoffMs: 7, maxDelayMs: 300_000 });
    expect(Array.from({ length: 7 }, () => backoff.failed(false))).toEqual(
      Array.from({ length: 7 }, () => ({ pauseMs: 7, stopsAll: false })),
    );
  });
});
