import { array } from '../schema/array.ts';
import { bytes, int32, string } from '../schema/primitives.ts';
import {
  nested,
  struct,
  type Fields,
  type MessageInputOf,
  type MessageOf,
  type StructType,
} from '../schema/struct.ts';
import { ProtocolError } from '../wire/protocol-error.ts';
import { WireReader } from '../wire/wire-reader.ts';
import { WireWriter } from '../wire/wire-writer.ts';

/** The protocol type of consumers: what they and their leader tell each other within JoinGroup and SyncGroup. */
export const consumerProtocolType = 'consumer';

const maxVersion = 3;

const topicPartitions = { topic: string(), partitions: array(int32()) };

const subscriptionType = struct({
  topics: array(string()),
  userData: bytes({ nullable: '0+', default: null }),
  ownedPartitions: array(nested(topicPartitions), { versions: '1+', ignorable: true }),
  generationId: int32({ versions: '2+', default: -1, ignorable: true }),
  rackId: string({ versions: '3+', nullable: '3+', default: null, ignorable: true }),
});

const assignmentType = struct({
  assignedPartitions: array(nested(topicPartitions)),
  userData: bytes({ nullable: '0+', default: null }),
});

/** What a member wants to read, and what it reads so far. */
export type ConsumerSubscription = MessageOf<typeof subscriptionType.fields>;
export type ConsumerSubscriptionInput = MessageInputOf<typeof subscriptionType.fields>;

/** What the leader gives a member to read. */
export type ConsumerAssignment = MessageOf<typeof assignmentType.fields>;
export type ConsumerAssignmentInput = MessageInputOf<typeof assignmentType.fields>;

export function encodeSubscription(subscription: ConsumerSubscriptionInput, version = maxVersion): Buffer {
  return encode(subscriptionType, subscription, version);
}

/** Reads every version: what a later one adds stands at the end and is passed over. */
export function decodeSubscription(buffer: Buffer): ConsumerSubscription {
  return decode(subscriptionType, buffer);
}

export function encodeAssignment(assignment: ConsumerAssignmentInput, version = maxVersion): Buffer {
  return encode(assignmentType, assignment, version);
}

/** Reads every version: what a later one adds stands at the end and is passed over. */
export function decodeAssignment(buffer: Buffer): ConsumerAssignment {
  return decode(assignmentType, buffer);
}

function encode<F extends Fields>(type: StructType<F>, message: MessageInputOf<F>, version: number): Buffer {
  const writer = new WireWriter();
  writer.int16(version);
  type.compile({ version, flexible: false, nullable: false }).write(writer, message);
  return writer.finish();
}

function decode<F extends Fields>(type: StructType<F>, buffer: Buffer): MessageOf<F> {
  const reader = new WireReader(buffer);
  const version = reader.int16();
  if (version < 0) throw new ProtocolError(`consumer protocol of version ${version}`);
  const readable = Math.min(version, maxVersion);
  return type.compile({ version: readable, flexible: false, nullable: false }).read(reader);
}
