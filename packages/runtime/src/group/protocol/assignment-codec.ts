import { ProtocolError, WireReader, WireWriter } from '@sluice/kafka-client';
import type { ConnectProtocol } from './connect-protocol.ts';
import type { Work } from './work.ts';
import { readWork, writeWork } from './work-codec.ts';

/** Nothing was wrong. */
export const assignmentOk = 0;
/** The leader does not know a configuration as new as that of a member. */
export const configMismatch = 1;

/** What a leader tells a member, and what a member tells the next leader of itself. */
export interface WorkAssignment {
  /** `assignmentOk`, or why nothing was divided. */
  readonly errorCode: number;
  readonly leaderId: string;
  readonly leaderUrl: string;
  /** What the division rests on; -1 for an empty config topic. */
  readonly configOffset: bigint;
  /** Of the eager protocol all there is to do; otherwise from a leader what is new, and from a member what it has. */
  readonly assigned: Work;
  /** What to stop. Always empty in the eager protocol. */
  readonly revoked: Work;
  /** After how many ms everybody has to join again; 0 for never. */
  readonly delayMs: number;
}

/*
 * int16 version, int16 error, string leader, string leader URL, int64 config offset, work assigned;
 * from version 1 on also: work revoked, int32 delay.
 */
export function encodeAssignment(assignment: WorkAssignment, { version }: ConnectProtocol): Buffer {
  const writer = new WireWriter();
  writer.int16(version);
  writer.int16(assignment.errorCode);
  writer.string(assignment.leaderId);
  writer.string(assignment.leaderUrl);
  writer.int64(assignment.configOffset);
  writeWork(writer, assignment.assigned, 'hashed');
  if (version === 0) return writer.finish();
  writeWork(writer, assignment.revoked, 'listed');
  writer.int32(assignment.delayMs);
  return writer.finish();
}

/**
 * Reads every version: what a later one adds stands at the end and is passed over, what an earlier one lacks is empty.
 * @throws ProtocolError
 */
export function decodeAssignment(bytes: Buffer): WorkAssignment {
  const reader = new WireReader(bytes);
  readVersion(reader);
  return {
    errorCode: reader.int16(),
    leaderId: reader.string(),
    leaderUrl: reader.string(),
    configOffset: reader.int64(),
    assigned: readWork(reader),
    revoked: readWork(reader),
    delayMs: reader.remaining === 0 ? 0 : reader.int32(),
  };
}

/** @throws ProtocolError for a negative one. */
export function readVersion(reader: WireReader): number {
  const version = reader.int16();
  if (version < 0) throw new ProtocolError(`version ${version} of the Connect protocol`, { position: 0 });
  return version;
}
