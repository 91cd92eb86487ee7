import { array } from '../schema/array.ts';
import { int32, string } from '../schema/primitives.ts';
import { nested, struct, type MessageOf } from '../schema/struct.ts';
import { WireReader } from '../wire/wire-reader.ts';
import { WireWriter } from '../wire/wire-writer.ts';

// The bytes do not say which version they are: Kafka 2.3 added the generation at the end.
const stickyType = struct({
  previousAssignment: array(nested({ topic: string(), partitions: array(int32()) })),
  generationId: int32({ versions: '1+', default: -1 }),
});
const withoutGeneration = stickyType.compile({ version: 0, flexible: false, nullable: false });
const withGeneration = stickyType.compile({ version: 1, flexible: false, nullable: false });

/** What a member of a `sticky` group tells its leader within its subscription: what it had, and in which generation. */
export type StickyUserData = MessageOf<typeof stickyType.fields>;

export function encodeStickyUserData(userData: StickyUserData): Buffer {
  const writer = new WireWriter();
  withGeneration.write(writer, userData);
  return writer.finish();
}

/** Throws ProtocolError for bytes that are no user data of either version. */
export function decodeStickyUserData(buffer: Buffer): StickyUserData {
  const reader = new WireReader(buffer);
  const { previousAssignment } = withoutGeneration.read(reader);
  return { previousAssignment, generationId: reader.remaining < 4 ? -1 : reader.int32() };
}

/** What a member of a `cooperative-sticky` group tells its leader, for leaders of before Kafka 3.2. */
export function encodeCooperativeUserData(generationId: number): Buffer {
  const writer = new WireWriter();
  writer.int32(generationId);
  return writer.finish();
}

/** The generation; throws ProtocolError for bytes that are too short for one. */
export function decodeCooperativeUserData(buffer: Buffer): number {
  return new WireReader(buffer).int32();
}
