import { WireReader, WireWriter } from '@sluice/kafka-client';
import { decodeAssignment, encodeAssignment, readVersion, type WorkAssignment } from './assignment-codec.ts';
import type { ConnectProtocol } from './connect-protocol.ts';

/** What a worker tells the leader when it joins. */
export interface MemberMetadata {
  /** Of its REST API. */
  readonly url: string;
  /** How far it knows the config topic; -1 for nothing. */
  readonly configOffset: bigint;
  /** What it has, as its last assignment; `null` when it never had one, and in the eager protocol. */
  readonly allocation: WorkAssignment | null;
}

/*
 * int16 version, string URL, int64 config offset; from version 1 on also: bytes allocation, an assignment with its own
 * version in front, or null.
 */
export function encodeMetadata(metadata: MemberMetadata, protocol: ConnectProtocol): Buffer {
  const writer = new WireWriter();
  writer.int16(protocol.version);
  writer.string(metadata.url);
  writer.int64(metadata.configOffset);
  if (protocol.version === 0) return writer.finish();
  const { allocation } = metadata;
  writer.bytes(allocation === null ? null : encodeAssignment(allocation, protocol));
  return writer.finish();
}

/** Reads every version. @throws ProtocolError */
export function decodeMetadata(bytes: Buffer): MemberMetadata {
  const reader = new WireReader(bytes);
  readVersion(reader);
  const url = reader.string();
  const configOffset = reader.int64();
  const allocation = reader.remaining === 0 ? null : reader.nullableBytes();
  return { url, configOffset, allocation: allocation === null ? null : decodeAssignment(allocation) };
}
