import { describe, expect, it } from 'vitest';
import type { WorkOwners } from '../../../group/assignors/work-owners.ts';
import type { AssignedWork } from '../../../group/membership/work-listener.ts';
import { noWork } from '../../../group/protocol/work.ts';
import { RebalanceLog } from './rebalance-log.ts';

function assigned(generationId: number, revoked = noWork): AssignedWork {
  const assignment = {
    errorCode: 0,
    leaderId: 'l',
    leaderUrl: 'http://l/',
    configOffset: 1n,
    assigned: noWork,
    revoked,
    delayMs: 0,
  };
  return { assignment, generationId } as unknown as AssignedWork;
}

const owners = (members: Readonly<Record<string, string>>): WorkOwners =>
  ({ members: new Map(Object.entries(members)) }) as unknown as WorkOwners;

describe('what is remembered of rebalances', () => {
  it('is why they came: what this worker asked for, and as the leader who came and who went', () => {
    const log = new RebalanceLog();
    log.ended(assigned(1), owners({ a: 'http://a/' }));
    log.asked(['c has changed', 'c has changed']);
    log.ended(assigned(2, { connectors: ['c'], tasks: [] }), owners({ a: 'http://a/', b: 'http://b/' }));
    log.ended(assigned(3), owners({ b: 'http://b/' }));
    expect(log.past.map(({ generation, reasons, stopped }) => [generation, reasons, stopped])).toEqual([
      [3, ['http://a/ is gone'], 0],
      [2, ['c has changed', 'http://b/ joined'], 1],
      [1, ['another worker asked for it'], 0],
    ]);
  });

  it('is of the last twenty', () => {
    const log = new RebalanceLog();
    expect(log.figures.sinceLastMs).toBe(Number.POSITIVE_INFINITY);
    for (let generation = 1; generation <= 30; generation++) {
      log.began();
      log.ended(assigned(generation), null);
    }
    expect([log.past.length, log.past[0]?.generation, log.figures.completed]).toEqual([20, 30, 30]);
  });
});
