import { crc32, deflateRawSync } from 'node:zlib';
import type { AvroCodec } from './avro-file.ts';

/** Loads what the codec needs. */
export async function loadAvroCodec(name: string): Promise<AvroCodec> {
  switch (name) {
    case 'deflate':
      return { name, compress: (block) => deflateRawSync(block) };
    case 'snappy':
      return snappyCodec();
    default:
      return { name: 'null', compress: (block) => block };
  }
}

async function snappyCodec(): Promise<AvroCodec> {
  const { compressSync } = await import('snappy');
  return {
    name: 'snappy',
    compress: (block) => {
      const checksum = Buffer.alloc(4);
      checksum.writeUInt32BE(crc32(block));
      return Buffer.concat([compressSync(block), checksum]);
    },
  };
}
