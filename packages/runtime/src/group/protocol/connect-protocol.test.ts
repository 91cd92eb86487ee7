import { ProtocolError } from '@sluice/kafka-client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../states.ts';
import { decodeAssignment, encodeAssignment, type WorkAssignment } from './assignment-codec.ts';
import { protocolNamed, protocolsOf, type ConnectProtocol } from './connect-protocol.ts';
import { assignmentOf, metadataOf, recordedProtocol } from './fixtures/recorded-protocol.ts';
import { decodeMetadata, encodeMetadata } from './metadata-codec.ts';
import { noWork, sorted } from './work.ts';

const recorded = recordedProtocol();
const [sessioned, compatible, eager] = protocolsOf('sessioned') as [
  ConnectProtocol,
  ConnectProtocol,
  ConnectProtocol,
];

/** The eager protocol has no room for it. */
const inVersion0 = (assignment: WorkAssignment): WorkAssignment => ({
  ...assignment,
  revoked: noWork,
  delayMs: 0,
});

/** Tasks are written by connector. */
const inOrder = (assignment: WorkAssignment): WorkAssignment => ({
  ...assignment,
  assigned: sorted(assignment.assigned),
  revoked: sorted(assignment.revoked),
});

/** `null` for bytes that are refused; whatever else is thrown goes through. */
function readOrNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

describe('the protocols of workers', () => {
  it('are offered from the best to the one that all know', () => {
    const names = (['eager', 'compatible', 'sessioned'] as const).map((mode) =>
      protocolsOf(mode).map(({ name }) => name),
    );
    expect(names).toEqual([['default'], ['compatible', 'default'], ['sessioned', 'compatible', 'default']]);
    expect(protocolNamed('compatible')).toBe(compatible);
    expect([protocolNamed('range'), protocolNamed(null)]).toEqual([undefined, undefined]);
  });
});

describe('an assignment', () => {
  it.each(recorded.assignments)('is written and read as Java does: $name', (one) => {
    const assignment = assignmentOf(one.value);
    expect(encodeAssignment(assignment, sessioned).toString('hex')).toBe(one.hexV2);
    expect(encodeAssignment(assignment, compatible).toString('hex')).toBe(one.hexV1);
    expect(encodeAssignment(assignment, eager).toString('hex')).toBe(one.hexV0);
    for (const hex of [one.hexV2, one.hexV1])
      expect(inOrder(decodeAssignment(Buffer.from(hex, 'hex')))).toEqual(inOrder(assignment));
    const read = decodeAssignment(Buffer.from(one.hexV0, 'hex'));
    expect(inOrder(read)).toEqual(inOrder(inVersion0(assignment)));
  });

  it('comes back as it was, with each connector and task once', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 8 });
    const task = fc.record({ connector: name, task: fc.nat() });
    const work = fc.record({
      connectors: fc.uniqueArray(name, { maxLength: 5 }),
      tasks: fc.uniqueArray(task, {
        maxLength: 5,
        selector: ({ connector, task }: TaskId) => `${task} ${connector}`,
      }),
    });
    const assignments = fc.record({
      errorCode: fc.constantFrom(0, 1),
      leaderId: name,
      leaderUrl: name,
      configOffset: fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }),
      assigned: work,
      revoked: work,
      delayMs: fc.nat(),
    });
    fc.assert(
      fc.property(assignments, (assignment) => {
        const read = decodeAssignment(encodeAssignment(assignment, sessioned));
        expect(inOrder(read)).toEqual(inOrder(assignment));
        // What is given up goes in the order in which it is listed.
        expect(read.revoked.connectors).toEqual(assignment.revoked.connectors);
        const old = decodeAssignment(encodeAssignment(assignment, eager));
        expect(inOrder(old)).toEqual(inOrder(inVersion0(assignment)));
      }),
    );
  });
});

describe('what a member tells the leader', () => {
  it.each(recorded.metadata)('is written and read as Java does: $name', (one) => {
    const metadata = metadataOf(one.value);
    expect(encodeMetadata(metadata, sessioned).toString('hex')).toBe(one.sessionedHex);
    expect(encodeMetadata(metadata, compatible).toString('hex')).toBe(one.compatibleHex);
    expect(encodeMetadata(metadata, eager).toString('hex')).toBe(one.defaultHex);
    for (const hex of [one.sessionedHex, one.compatibleHex])
      expect(decodeMetadata(Buffer.from(hex, 'hex'))).toEqual(metadata);
    expect(decodeMetadata(Buffer.from(one.defaultHex, 'hex'))).toEqual({ ...metadata, allocation: null });
  });
});

describe('bytes of the group', () => {
  it.each(recorded.decoding)('are read as Java reads them: $name', ({ kind, hex, decoded }) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(
      readOrNull(() => (kind === 'assignment' ? decodeAssignment(bytes) : decodeMetadata(bytes))),
    ).toEqual(decoded === null ? null : 'url' in decoded ? metadataOf(decoded) : assignmentOf(decoded));
  });

  it('are refused wherever they are cut within a field, and never hang', () => {
    const full = recorded.assignments.find(({ name }) => name === 'assignment plus revocation plus delay');
    const bytes = Buffer.from(full?.hexV2 ?? '', 'hex');
    const whole = decodeAssignment(bytes);
    for (let length = 0; length < bytes.length; length += 1)
      expect(readOrNull(() => decodeAssignment(bytes.subarray(0, length)))).not.toEqual(whole);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (noise) => {
        const bytes = Buffer.from(noise);
        const read = readOrNull(() => decodeMetadata(bytes));
        expect(read === null || read.url.length <= bytes.length).toBe(true);
      }),
    );
  });
});
