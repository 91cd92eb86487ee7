import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../client-log.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import { MemberMetrics } from '../member-metrics.ts';
import type { ConsumerGroupRequests, HeartbeatInput, HeartbeatResponse } from './consumer-group-requests.ts';
import { ConsumerMember } from './consumer-member.ts';
import type { WantedTopics } from './heartbeat-fields.ts';
import { toTarget, type TopicIdEntry } from './target.ts';

interface Beat {
  readonly epoch: number;
  readonly fields: HeartbeatInput;
}

const answer = (memberEpoch: number, topicPartitions?: readonly TopicIdEntry[]): HeartbeatResponse => ({
  throttleTimeMs: 0,
  errorCode: 0,
  errorMessage: null,
  memberId: 'me',
  memberEpoch,
  heartbeatIntervalMs: 1000,
  assignment:
    topicPartitions === undefined
      ? null
      : { topicPartitions: topicPartitions.map((one) => ({ ...one, partitions: [...one.partitions] })) },
});

const fail = (name: ConstructorParameters<typeof KafkaError>[0]) => (): never => {
  throw new KafkaError(name, `refused: ${name}`);
};

/** Answers by script; with nothing left, with the epoch of the last answer. */
class ScriptedCoordinator {
  readonly memberId = 'me';
  isStatic = false;
  readonly beats: Beat[] = [];
  readonly script: (() => HeartbeatResponse | Promise<HeartbeatResponse>)[] = [];
  epoch = 1;

  async heartbeat(epoch: number, fields: HeartbeatInput): Promise<HeartbeatResponse> {
    this.beats.push({ epoch, fields });
    const response = await (this.script.shift() ?? (() => answer(this.epoch)))();
    this.epoch = response.memberEpoch;
    return response;
  }
}

const a0: TopicIdEntry[] = [{ topicId: 'A', partitions: [0] }];
const a01: TopicIdEntry[] = [{ topicId: 'A', partitions: [0, 1] }];

let coordinator: ScriptedCoordinator;
let wanted: WantedTopics;
let member: ConsumerMember;
let wasActedFor: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  coordinator = new ScriptedCoordinator();
  wanted = { names: ['t'], regex: null };
  wasActedFor = false;
  member = new ConsumerMember({
    requests: coordinator as unknown as ConsumerGroupRequests,
    fixed: { rebalanceTimeoutMs: 60_000, serverAssignor: 'uniform', rackId: 'r' },
    wanted: () => wanted,
    absence: { maxMs: 60_000, reason: '', warning: 'The owner was away' },
    backoff: { initialMs: 100, maxMs: 1000, random: () => 0.5 },
    log: silentLog,
    metrics: new MemberMetrics('consumer'),
    onChange: () => undefined,
    onBeat: () => undefined,
    wasActedFor: () => wasActedFor,
  });
});

afterEach(async () => {
  await member.leave({});
  vi.useRealTimers();
});

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const epochs = (): number[] => coordinator.beats.map(({ epoch }) => epoch);

async function becomeStable(): Promise<void> {
  coordinator.script.push(() => answer(3, a0));
  member.enter();
  await settle();
  expect(member.state).toBe('reconciling');
  member.reconciled(member.target);
  await settle();
  expect(member.state).toBe('stable');
  coordinator.beats.length = 0;
}

describe('a member by the consumer protocol', () => {
  it('tells everything again after somebody else has beaten for it', async () => {
    await becomeStable();
    await vi.advanceTimersByTimeAsync(1000);
    expect(coordinator.beats.at(-1)).toEqual({ epoch: 3, fields: {} });
    wasActedFor = true;
    await vi.advanceTimersByTimeAsync(1000);
    expect(coordinator.beats.at(-1)).toMatchObject({
      epoch: 3,
      fields: { topicPartitions: a0, subscribedTopicNames: ['t'] },
    });
    wasActedFor = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(coordinator.beats.at(-1)).toEqual({ epoch: 3, fields: {} });
  });

  it('joins at epoch 0 with all there is to say, and then says only what is new', async () => {
    coordinator.script.push(() => answer(3, a01));
    member.enter();
    await settle();
    const everything = {
      rebalanceTimeoutMs: 60_000,
      serverAssignor: 'uniform',
      rackId: 'r',
      subscribedTopicNames: ['t'],
      subscribedTopicRegex: null,
      topicPartitions: [],
    };
    expect(coordinator.beats).toEqual([{ epoch: 0, fields: everything }]);
    expect(member.membership).toEqual({ memberId: 'me', generationId: 3 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(coordinator.beats[1]).toEqual({ epoch: 3, fields: {} });
    expect(member.state).toBe('reconciling');
    member.reconciled(toTarget(a01));
    await settle();
    expect(coordinator.beats[2]).toEqual({ epoch: 3, fields: { topicPartitions: a01 } });
    expect(member.state).toBe('stable');
  });

  it('beats as often as the coordinator wants it, also in the turns of its owner', async () => {
    await becomeStable();
    await vi.advanceTimersByTimeAsync(2000);
    coordinator.script.push(() => answer(4, a01));
    await vi.advanceTimersByTimeAsync(3000);
    expect(member.state).toBe('reconciling');
    expect(epochs()).toEqual([3, 3, 3, 4, 4]);
  });

  it('meets a target that changed while its owner was at work afterwards', async () => {
    await becomeStable();
    coordinator.script.push(
      () => answer(4, a01),
      () => answer(5, []),
    );
    await vi.advanceTimersByTimeAsync(2000);
    member.reconciled(toTarget(a01));
    expect(member.state).toBe('reconciling');
    expect(member.target.size).toBe(0);
    member.reconciled(member.target);
    await settle();
    expect(member.state).toBe('stable');
  });

  it('tells at once that it wants something else, and takes a pattern back', async () => {
    await becomeStable();
    member.wantedMayHaveChanged();
    await settle();
    expect(coordinator.beats).toEqual([]);
    wanted = { names: [], regex: 'a.*' };
    member.wantedMayHaveChanged();
    await settle();
    wanted = { names: ['u'], regex: null };
    member.wantedMayHaveChanged();
    await settle();
    expect(coordinator.beats.map(({ fields }) => fields)).toEqual([
      { subscribedTopicNames: [], subscribedTopicRegex: 'a.*' },
      { subscribedTopicNames: ['u'], subscribedTopicRegex: '' },
    ]);
  });

  it('says everything again after a heartbeat that got no answer, ever more slowly', async () => {
    await becomeStable();
    coordinator.script.push(fail('NETWORK_EXCEPTION'), fail('NOT_COORDINATOR'));
    await vi.advanceTimersByTimeAsync(1000 + 100 + 200);
    expect(coordinator.beats).toHaveLength(3);
    expect(coordinator.beats[2]?.fields).toMatchObject({ topicPartitions: a0, rebalanceTimeoutMs: 60_000 });
    expect(member.state).toBe('stable');
  });

  it.each(['UNKNOWN_MEMBER_ID', 'FENCED_MEMBER_EPOCH'] as const)(
    'loses what it has on %s, and joins again when that is dropped',
    async (name) => {
      await becomeStable();
      coordinator.script.push(fail(name), () => answer(9, a0));
      await vi.advanceTimersByTimeAsync(1000);
      expect(member.state).toBe('losing');
      expect(member.membership.generationId).toBe(-1);
      await vi.advanceTimersByTimeAsync(5000);
      expect(coordinator.beats).toHaveLength(1);
      member.released();
      await settle();
      expect(coordinator.beats[1]).toMatchObject({ epoch: 0, fields: { topicPartitions: [] } });
      expect(member.state).toBe('reconciling');
    },
  );

  it('joins again with pauses while the group does not let it in', async () => {
    coordinator.script.push(fail('FENCED_MEMBER_EPOCH'), fail('FENCED_MEMBER_EPOCH'));
    member.enter();
    await vi.advanceTimersByTimeAsync(299);
    expect(epochs()).toEqual([0, 0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(epochs()).toEqual([0, 0, 0]);
  });

  it.each([
    'GROUP_AUTHORIZATION_FAILED',
    'UNSUPPORTED_ASSIGNOR',
    'UNRELEASED_INSTANCE_ID',
    'GROUP_MAX_SIZE_REACHED',
  ] as const)('fails for good on %s', async (name) => {
    coordinator.script.push(fail(name));
    member.enter();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([member.state, member.failure.errorName, epochs()]).toEqual(['failed', name, [0]]);
  });

  it('tells its owner of a topic that it may not read, and stays', async () => {
    await becomeStable();
    coordinator.script.push(fail('TOPIC_AUTHORIZATION_FAILED'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(member.takeComplaint()?.errorName).toBe('TOPIC_AUTHORIZATION_FAILED');
    expect(member.takeComplaint()).toBeNull();
    expect(member.state).toBe('stable');
  });

  it('leaves when its owner stays away for too long, and comes back when it returns', async () => {
    await becomeStable();
    member.ownerArrived();
    member.ownerWent();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(coordinator.beats.at(-1)).toEqual({ epoch: -1, fields: {} });
    expect(member.state).toBe('losing');
    member.released();
    await settle();
    expect(epochs().at(-1)).toBe(0);
  });

  it('asks where it stands when a commit is refused', async () => {
    await becomeStable();
    member.refused(new KafkaError('STALE_MEMBER_EPOCH', 'no'), { memberId: 'me', generationId: 2 });
    await settle();
    expect(coordinator.beats).toHaveLength(0);
    member.refused(new KafkaError('STALE_MEMBER_EPOCH', 'no'), member.membership);
    await settle();
    expect(epochs()).toEqual([3]);
  });

  it.each([
    [false, 'default', [-1]],
    [false, 'leave', [-1]],
    [false, 'remain', []],
    [true, 'default', [-2]],
    [true, 'leave', [-1]],
    [true, 'remain', [-2]],
  ] as const)(
    'static or not (%s), on %s says that it goes as it should',
    async (isStatic, operation, last) => {
      coordinator.isStatic = isStatic;
      await becomeStable();
      await member.leave({ operation });
      expect(epochs()).toEqual(last);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(epochs()).toEqual(last);
      expect(member.state).toBe('gone');
    },
  );

  it('takes no notice of an answer that comes after it has left', async () => {
    let late: (response: HeartbeatResponse) => void = () => undefined;
    coordinator.script.push(() => new Promise((resolve) => (late = resolve)));
    member.enter();
    await settle();
    await member.leave({});
    late(answer(7, a0));
    await settle();
    expect([member.state, member.membership.generationId, epochs()]).toEqual(['gone', -1, [0, -1]]);
  });
});
