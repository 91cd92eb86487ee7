import { describe, expect, it } from 'vitest';
import { decodeAssignment } from '../protocol/assignment-codec.ts';
import { protocolNamed, protocolsOf, type ConnectProtocol } from '../protocol/connect-protocol.ts';
import { recordedProtocol, type RecordedDivision } from '../protocol/fixtures/recorded-protocol.ts';
import { encodeMetadata } from '../protocol/metadata-codec.ts';
import { noWork, type Work } from '../protocol/work.ts';
import { WorkLeader, type JoinedGroup } from './work-leader.ts';

const { performAssignment } = recordedProtocol();
const [sessioned] = protocolsOf('sessioned') as [ConnectProtocol];

function configuredIn({ connectors }: RecordedDivision): Work {
  const names = Object.keys(connectors);
  const tasks = names.flatMap((connector) =>
    Array.from({ length: connectors[connector] ?? 0 }, (_, task) => ({ connector, task })),
  );
  return { connectors: names, tasks };
}

const offsets = { a: 5n, b: 5n };
const work: Work = { connectors: ['c'], tasks: [{ connector: 'c', task: 0 }] };

function groupOf(told: Readonly<Record<string, bigint>>, joinedOffset: bigint): JoinedGroup {
  return {
    protocol: sessioned,
    generationId: 1,
    leaderId: 'a',
    leaderUrl: 'http://a/',
    lastCompletedGenerationId: -1,
    joinedWith: { offset: joinedOffset, work },
    members: Object.entries(told).map(([memberId, configOffset]) => ({
      memberId,
      metadata: encodeMetadata({ url: `http://${memberId}/`, configOffset, allocation: null }, sessioned),
    })),
  };
}

function leaderWith(freshOffset: bigint): WorkLeader {
  return new WorkLeader({
    maxDelayMs: 300_000,
    configured: () => ({ offset: freshOffset, work }),
    nowMs: () => 1_000_000,
  });
}

describe('a leader', () => {
  it.each(performAssignment)('answers its members byte for byte as Java: $protocol, $name', (recorded) => {
    const protocol = protocolNamed(recorded.protocol);
    if (protocol === undefined) throw new TypeError(recorded.protocol);
    const configured = configuredIn(recorded);
    const leader = new WorkLeader({
      maxDelayMs: 300_000,
      configured: () => ({ offset: BigInt(recorded.leaderFreshOffset), work: configured }),
      nowMs: () => 1_000_000,
    });
    const metadata = recorded.members.map(({ memberId, metadataHex }) => {
      return { memberId, metadata: Buffer.from(metadataHex, 'hex') };
    });
    const leaderAt = metadata.findIndex(({ memberId }) => memberId === recorded.leaderId);
    const answers = leader.divide({
      protocol,
      generationId: 1,
      leaderId: recorded.leaderId,
      leaderUrl: `http://10.0.0.${leaderAt + 1}:8083/`,
      lastCompletedGenerationId: -1,
      joinedWith: { offset: BigInt(recorded.leaderSnapshotOffset), work: configured },
      members: metadata,
    });
    const hexOf = (memberId: string): string | undefined =>
      answers.find((answer) => answer.memberId === memberId)?.assignment.toString('hex');
    expect(answers).toHaveLength(recorded.members.length);
    for (const { memberId, assignmentHex } of recorded.assignments)
      expect(hexOf(memberId)).toBe(assignmentHex);
  });

  it('knows who has what, until it joins again or cannot divide', () => {
    const leader = leaderWith(5n);
    leader.divide(groupOf(offsets, 5n));
    expect(leader.owners?.urlOfConnector('c')).toBe('http://a/');
    expect(leader.owners?.urlOfTask({ connector: 'c', task: 0 })).toBe('http://a/');
    expect([
      leader.owners?.urlOfConnector('d'),
      leader.owners?.urlOfTask({ connector: 'c', task: 1 }),
    ]).toEqual([null, null]);
    leader.divide(groupOf({ a: 5n, b: 9n }, 5n));
    expect(leader.owners).toBeNull();
    leader.divide(groupOf(offsets, 5n));
    leader.forgetOwners();
    expect(leader.owners).toBeNull();
  });

  it('changes nothing of what it remembers when it cannot divide', () => {
    const leader = leaderWith(5n);
    leader.divide(groupOf(offsets, 5n));
    const refused = leader.divide({ ...groupOf({ a: 5n, b: 9n }, 5n), generationId: 2 });
    expect(refused.map(({ assignment }) => decodeAssignment(assignment))).toEqual(
      ['a', 'b'].map(() => ({
        errorCode: 1,
        leaderId: 'a',
        leaderUrl: 'http://a/',
        configOffset: 9n,
        assigned: noWork,
        revoked: noWork,
        delayMs: 0,
      })),
    );
    // Nobody reports the work any more, and nobody is gone: it was not delivered.
    const again = leader.divide({ ...groupOf(offsets, 5n), generationId: 3, lastCompletedGenerationId: 1 });
    expect(again.map(({ assignment }) => decodeAssignment(assignment).delayMs)).toEqual([0, 0]);
    expect(again.map(({ assignment }) => decodeAssignment(assignment).assigned)).toContainEqual(
      expect.objectContaining({ connectors: ['c'] }),
    );
  });
});
