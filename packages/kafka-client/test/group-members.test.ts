import { afterEach, describe, expect, inject, it } from 'vitest';
import { GroupClient } from '../src/group/classic/group-client.ts';
import type { GroupMember } from '../src/group/classic/group-member.ts';
import type { JoinResponse } from '../src/group/classic/group-requests.ts';
import { parseAdminSettings } from '../src/settings/admin-settings.ts';
import { uniqueName } from '../testing/real-clients.ts';

const { bootstrapServers } = inject('kafka');

/** A worker that tells its name, and as the leader gives everyone the names of all. */
class Worker {
  readonly member: GroupMember;
  readonly #client: GroupClient;
  /** What it works on, through rebalances too. */
  work = '';
  rebalances = 0;

  constructor(group: string, name: string) {
    const { settings } = parseAdminSettings({ 'bootstrap.servers': bootstrapServers });
    this.#client = new GroupClient(settings, {
      identity: {
        groupId: group,
        groupInstanceId: null,
        protocolType: 'connect',
        sessionTimeoutMs: 6000,
        rebalanceTimeoutMs: 10_000,
      },
      heartbeatIntervalMs: 100,
      absence: { maxMs: 60_000, reason: 'worker poll timeout has expired.', warning: 'away' },
    });
    const owner = {
      offers: () =>
        ['sessioned', 'compatible'].map((offer) => ({ name: offer, metadata: Buffer.from(`${name}\0`) })),
      divide: (joined: JoinResponse) => Promise.resolve(divide(joined)),
    };
    this.member = this.#client.newMember(owner, () => this.#turn());
  }

  async end(reason: string): Promise<void> {
    await this.member.leave({ reason });
    this.#client.close();
  }

  #turn(): void {
    const { member } = this;
    if (member.state === 'revoking' || member.state === 'losing') setImmediate(() => member.released());
    if (member.state !== 'handing-over') return;
    this.work = member.assignment.toString('latin1');
    this.rebalances += 1;
    setImmediate(() => member.takenOver());
  }
}

function divide({ members }: JoinResponse) {
  const names = members.map(({ metadata }) => metadata.toString('latin1')).sort();
  return members.map(({ memberId }) => ({ memberId, assignment: Buffer.from(names.join('')) }));
}

const workers: Worker[] = [];

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.end('the test is over')));
});

describe('members of type connect on Kafka', () => {
  it('find each other, agree on a protocol and a leader, and keep at work through rebalances', async () => {
    const group = uniqueName('connect');
    const start = (name: string): Worker => {
      const worker = new Worker(group, name);
      workers.push(worker);
      worker.member.enter();
      return worker;
    };
    const [first, second] = [start('a'), start('b')];
    await expect.poll(() => [first.work, second.work], { timeout: 20_000 }).toEqual(['a\0b\0', 'a\0b\0']);
    await expect.poll(() => [first.member.state, second.member.state]).toEqual(['stable', 'stable']);
    expect(first.member.protocolName).toBe('sessioned');
    expect(first.member.leaderId).toBe(second.member.leaderId);
    expect([first, second].filter(({ member }) => member.isLeader)).toHaveLength(1);
    expect(first.member.membership.generationId).toBe(second.member.membership.generationId);
    const before = [first.rebalances, second.rebalances];
    // A follower would have to tell something new: else the coordinator sees no reason.
    [first, second].find(({ member }) => member.isLeader)?.member.requestRebalance('there is more to do');
    await expect
      .poll(() => [first.rebalances, second.rebalances], { timeout: 20_000 })
      .toEqual(before.map((count) => count + 1));
    await second.end('the worker is shutting down');
    await expect.poll(() => first.work, { timeout: 20_000 }).toBe('a\0');
    expect(first.member.isLeader).toBe(true);
  });
});
