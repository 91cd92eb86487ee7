import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../states.ts';
import { taskOf, type RawTask } from '../protocol/fixtures/recorded-protocol.ts';
import { among, isNoWork, sorted, union, without, type Work } from '../protocol/work.ts';
import { divideCooperatively } from './cooperative-assignor.ts';
import { noHistory, type CooperativeHistory } from './cooperative-history.ts';
import { revocationBackoffMs } from './revocation-backoff.ts';
import type { Division, Round, RoundMember } from './round.ts';

interface RawWork {
  readonly connectors: readonly string[];
  readonly tasks: readonly RawTask[];
}

interface RawStep {
  readonly input: {
    readonly nowMs: number;
    readonly newLeader: boolean;
    readonly lastCompletedGenerationId: number;
    readonly currentGenerationId: number;
    readonly connectors: Readonly<Record<string, number>>;
    readonly members: readonly (RawWork & { readonly id: string })[];
  };
  readonly output: {
    readonly delayMs: number;
    readonly assigned: Readonly<Record<string, RawWork>>;
    readonly revoked: Readonly<Record<string, RawWork>>;
    readonly allAssigned: Readonly<Record<string, RawWork>>;
  };
  readonly stateAfter: {
    readonly previousAssignment: RawWork;
    readonly previousRevocation: RawWork;
    readonly revokedInPrevious: boolean;
    readonly numSuccessiveRevokingRebalances: number;
    readonly scheduledRebalanceMs: number;
    readonly candidateWorkers: readonly string[];
    readonly previousGenerationId: number;
    readonly previousMembers: readonly string[];
  };
}

interface Scenario {
  readonly name: string;
  readonly maxDelayMs: number;
  readonly steps: readonly RawStep[];
}

const { scenarios } = JSON.parse(
  readFileSync(new URL('fixtures/assignor.json', import.meta.url), 'utf8'),
) as { readonly scenarios: readonly Scenario[] };

const workOf = ({ connectors, tasks }: RawWork): Work => ({ connectors, tasks: tasks.map(taskOf) });
const mapped = (works: Readonly<Record<string, RawWork>>): Record<string, Work> =>
  Object.fromEntries(Object.entries(works).map(([id, work]) => [id, workOf(work)]));
const inOrder = (works: Readonly<Record<string, Work>>): Record<string, Work> =>
  Object.fromEntries(Object.entries(works).map(([id, work]) => [id, sorted(work)]));
const part = (division: Division, of: 'assigned' | 'revoked' | 'all'): Record<string, Work> =>
  Object.fromEntries([...division.members].map(([id, member]) => [id, member[of]]));

function configuredOf(counts: Readonly<Record<string, number>>): Work {
  const connectors = Object.keys(counts);
  const tasks = connectors.flatMap((connector) =>
    Array.from({ length: counts[connector] ?? 0 }, (_, task): TaskId => ({ connector, task })),
  );
  return { connectors, tasks };
}

function roundOf({ input }: RawStep, maxDelayMs: number): Round {
  return {
    configured: configuredOf(input.connectors),
    members: input.members.map(({ id, ...held }) => ({ memberId: id, held: workOf(held) })),
    lastCompletedGenerationId: input.lastCompletedGenerationId,
    generationId: input.currentGenerationId,
    nowMs: input.nowMs,
    maxDelayMs,
  };
}

function readableHistory(history: CooperativeHistory): unknown {
  return {
    previousAssignment: sorted(history.assignment),
    previousRevocation: sorted(history.revocation),
    revokedInPrevious: history.hasRevokedToBalance,
    numSuccessiveRevokingRebalances: history.successiveRevocations,
    scheduledRebalanceMs: history.scheduledMs,
    candidateWorkers: history.candidates,
    previousGenerationId: history.generationId,
    previousMembers: [...history.memberIds].sort(),
  };
}

describe('the cooperative assignor', () => {
  it('has scenarios recorded from Java to follow', () => {
    expect([scenarios.length, scenarios.flatMap(({ steps }) => steps).length]).toEqual([72, 284]);
  });

  it.each(scenarios)('divides as Java in every step: $name', ({ steps, maxDelayMs }) => {
    let history = noHistory;
    for (const step of steps) {
      const { output, stateAfter } = step;
      if (step.input.newLeader) history = noHistory;
      const result = divideCooperatively(history, roundOf(step, maxDelayMs));
      expect(result.division.delayMs).toBe(output.delayMs);
      expect(part(result.division, 'assigned')).toEqual(mapped(output.assigned));
      expect(inOrder(part(result.division, 'revoked'))).toEqual(inOrder(mapped(output.revoked)));
      expect(inOrder(part(result.division, 'all'))).toEqual(inOrder(mapped(output.allAssigned)));
      expect(readableHistory(result.history)).toEqual({
        ...stateAfter,
        previousAssignment: sorted(workOf(stateAfter.previousAssignment)),
        previousRevocation: sorted(workOf(stateAfter.previousRevocation)),
        previousMembers: [...stateAfter.previousMembers].sort(),
      });
      ({ history } = result);
    }
  });

  it('waits no longer than the longest delay, also after the clock was set back', () => {
    const lost: Work = { connectors: ['a'], tasks: [] };
    const history = { ...noHistory, assignment: lost, generationId: 1, scheduledMs: 90_000 };
    const { division } = divideCooperatively(history, {
      configured: lost,
      members: [{ memberId: 'm', held: { connectors: [], tasks: [] } }],
      lastCompletedGenerationId: 1,
      generationId: 2,
      nowMs: 10_000,
      maxDelayMs: 5000,
    });
    expect(division.delayMs).toBe(5000);
  });

  it('comes to rest with all work on one member each and evenly, whatever came before', () => {
    const counts = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(6));
    const members = fc.uniqueArray(fc.constantFrom('m1', 'm2', 'm3', 'm4'), { minLength: 1 });
    const changes = fc.array(fc.record({ counts, members, isLost: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(changes, (list) => {
        const group = new SimulatedGroup();
        for (const change of list) group.settle(configuredOf(change.counts), change);
        group.settle(group.configured, { members: group.memberIds, isLost: false });
        const held = group.members().map((member) => member.held);
        expect(group.problems).toEqual([]);
        expect(sorted(union(held))).toEqual(sorted(group.configured));
        for (const kind of ['connectors', 'tasks'] as const) {
          const loads = held.map((work) => work[kind].length);
          expect(loads.reduce((sum, load) => sum + load, 0)).toBe(group.configured[kind].length);
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('the pause between revocations', () => {
  it.each([
    [0, [0, 0]],
    [1, [1, 1]],
    [20, [19, 19]],
    [1000, [40, 999, 999]],
    [300_000, [40, 1600, 64_000, 300_000, 300_000]],
    [600_000, [40, 1600, 64_000, 599_999]],
  ])('grows up to %d ms as in Java', (maxDelayMs, pauses) => {
    expect(pauses.map((_, index) => revocationBackoffMs(index + 1, maxDelayMs))).toEqual(pauses);
  });
});

/** Members that do what they are told, and a clock that goes on to the end of every delay. */
class SimulatedGroup {
  configured: Work = { connectors: [], tasks: [] };
  memberIds: readonly string[] = [];
  readonly problems: string[] = [];
  #held = new Map<string, Work>();
  #history = noHistory;
  #generationId = 0;
  #nowMs = 1;

  members(): RoundMember[] {
    return this.memberIds.map((memberId) => ({
      memberId,
      held: this.#held.get(memberId) ?? { connectors: [], tasks: [] },
    }));
  }

  /** Rounds until nothing is left to do. */
  settle(configured: Work, { members, isLost }: { members: readonly string[]; isLost: boolean }): void {
    this.configured = configured;
    this.memberIds = members;
    for (const memberId of this.#held.keys()) if (!members.includes(memberId)) this.#held.delete(memberId);
    if (isLost) this.#round(false);
    let rounds = 0;
    while (this.#round(true)) {
      rounds += 1;
      if (rounds > 60) throw new RangeError('The group does not come to rest');
    }
  }

  /** Whether there has to be another one. */
  #round(isDelivered: boolean): boolean {
    const members = this.members();
    const lastCompletedGenerationId = this.#generationId === 0 ? -1 : this.#generationId;
    this.#generationId += 1;
    const { division, history } = divideCooperatively(this.#history, {
      configured: this.configured,
      members,
      lastCompletedGenerationId,
      generationId: this.#generationId,
      nowMs: this.#nowMs,
      maxDelayMs: 1000,
    });
    this.#history = history;
    const given = [...division.members.values()].map(({ assigned }) => assigned);
    if (!isDelivered) return true;
    let isRevoked = false;
    for (const { memberId, held } of members) {
      const { assigned, revoked } = division.members.get(memberId) ?? { assigned: held, revoked: held };
      isRevoked ||= !isNoWork(revoked);
      // Nobody starts what another member still has.
      const others = members.filter((other) => other.memberId !== memberId).map((other) => other.held);
      if (!isNoWork(among(assigned, union(others)))) this.problems.push('started where another one has it');
      this.#held.set(memberId, union([assigned, without(held, revoked)]));
    }
    if (given.flatMap(({ tasks }) => tasks).length > union(given).tasks.length)
      this.problems.push('assigned twice');
    this.#nowMs += division.delayMs;
    return isRevoked || division.delayMs > 0;
  }
}
