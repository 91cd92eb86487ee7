import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiVersionsApi } from '../apis/cluster/api-versions.ts';
import { metadataApi } from '../apis/cluster/metadata.ts';
import { fetchApi } from '../apis/data/fetch.ts';
import { produceApi } from '../apis/data/produce.ts';
import { heartbeatApi } from '../apis/group/heartbeat.ts';
import { errorCodes } from '../errors/error-codes.ts';
import { ProtocolError } from '../wire/protocol-error.ts';
import { MessageSplitter } from './message-splitter.ts';
import { decodeRequestHeader, encodeRequest, encodeRequestParts } from './request-frame.ts';
import { decodeResponse, encodeResponse } from './response-frame.ts';

const prefixSize = 4;

describe('a request', () => {
  it.each([
    [8, '0003 0008 00000007 0002636c ffffffff 01 00 00'],
    [9, '0003 0009 00000007 0002636c 00 00 01 00 00 00'],
  ])('of version %i is framed as Kafka frames it', (version, spacedHex) => {
    const body = { topics: null };
    const bytes = encodeRequest(metadataApi, { version, correlationId: 7, clientId: 'cl', body });
    expect(bytes.readInt32BE(0)).toBe(bytes.length - prefixSize);
    expect(bytes.toString('hex', prefixSize)).toBe(unspaced(spacedHex));
  });

  it.each([4, 18])('of version %i is read by a broker as it was written', (version) => {
    const topicId = Buffer.alloc(16, 5).toString('base64url');
    const topic = version === 4 ? { topic: 't' } : { topicId };
    const body = {
      maxWaitMs: 500,
      minBytes: 1,
      topics: [{ ...topic, partitions: [{ partition: 3, fetchOffset: 2n ** 40n, partitionMaxBytes: 1000 }] }],
    };
    const bytes = encodeRequest(fetchApi, { version, correlationId: 9, clientId: null, body });
    const header = decodeRequestHeader(bytes.subarray(prefixSize));
    expect(header).toMatchObject({ apiKey: 1, apiVersion: version, correlationId: 9, clientId: null });
    expect(header.api).toBe(fetchApi);
    expect(fetchApi.request.read(header.reader, header.apiVersion)).toMatchObject(body);
    expect(header.reader.remaining).toBe(0);
  });

  it('carries record batches without copying them', () => {
    const records = Buffer.alloc(20_000, 1);
    const partitionData = [{ index: 0, records }];
    const body = { acks: -1, timeoutMs: 1000, topicData: [{ name: 't', partitionData }] };
    const frame = { version: 12, correlationId: 1, clientId: 'c', body };
    const parts = encodeRequestParts(produceApi, frame);
    expect(parts.some((part) => part.buffer === records.buffer && part.length === records.length)).toBe(true);
    expect(Buffer.concat(parts)).toEqual(encodeRequest(produceApi, frame));
  });

  it('for an API or a version that nobody knows still says who asks for what', () => {
    const unknownApi = Buffer.from('7fff0000000000050001ff', 'hex');
    expect(() => decodeRequestHeader(unknownApi)).not.toThrow();
    expect(decodeRequestHeader(unknownApi)).toMatchObject({
      apiKey: 0x7fff,
      correlationId: 5,
      api: undefined,
    });
    const laterVersion = Buffer.from(unspaced('0012 0063 00000006 000161 00'), 'hex');
    expect(decodeRequestHeader(laterVersion)).toMatchObject({
      apiKey: apiVersionsApi.key,
      apiVersion: 99,
      correlationId: 6,
      clientId: 'a',
    });
  });

  it('with a value that its version would lose is refused, naming the field', () => {
    const body = {
      maxWaitMs: 0,
      minBytes: 0,
      topics: [],
      forgottenTopicsData: [{ topic: 'a', partitions: [1] }],
    };
    expect(() => encodeRequest(fetchApi, { version: 6, correlationId: 1, clientId: null, body })).toThrow(
      'forgottenTopicsData: this version has no such field',
    );
  });

  it('loses silently what does no harm where a version does not have it', () => {
    const body = { maxWaitMs: 0, minBytes: 0, topics: [], rackId: 'r1' };
    const bytes = encodeRequest(fetchApi, { version: 4, correlationId: 1, clientId: null, body });
    const { reader } = decodeRequestHeader(bytes.subarray(prefixSize));
    expect(fetchApi.request.read(reader, 4).rackId).toBe('');
  });

  it('of a version that does not exist is refused', () => {
    const frame = {
      version: 19,
      correlationId: 1,
      clientId: null,
      body: { maxWaitMs: 0, minBytes: 0, topics: [] },
    };
    expect(() => encodeRequest(fetchApi, frame)).toThrow('there is no version 19 of Fetch');
  });

  it('that is malformed is refused with the path to the field', () => {
    const bytes = encodeRequest(fetchApi, {
      version: 12,
      correlationId: 1,
      clientId: null,
      body: {
        maxWaitMs: 0,
        minBytes: 0,
        topics: [{ topic: 't', partitions: [{ partition: 1, fetchOffset: 1n, partitionMaxBytes: 1 }] }],
      },
    });
    const { reader } = decodeRequestHeader(bytes.subarray(prefixSize, -10));
    expect(() => fetchApi.request.read(reader, 12)).toThrow(
      /^topics\[0\]\.partitions\[0\]\.\w+: .* at byte \d+$/,
    );
  });
});

describe('a response', () => {
  it.each([0, 13])('of version %i is read as it was written', (version) => {
    const body = { brokers: [{ nodeId: 1, host: 'localhost', port: 9092 }], topics: [] };
    const bytes = Buffer.concat(encodeResponse(metadataApi, { version, correlationId: -3, body }));
    expect(bytes.readInt32BE(0)).toBe(bytes.length - prefixSize);
    const decoded = decodeResponse(metadataApi, version, bytes.subarray(prefixSize));
    expect(decoded).toMatchObject({ correlationId: -3, body });
  });

  it('passes over tagged fields that it does not know, in header and body', () => {
    const body = { errorCode: 0, throttleTimeMs: 5 };
    // Correlation id, a tagged field in the header, throttle time, error code, a tagged field in the body.
    const bytes = Buffer.from(unspaced('00000001 0105026162 00000005 0000 016303616263'), 'hex');
    expect(decodeResponse(heartbeatApi, 4, bytes)).toEqual({ correlationId: 1, body });
  });

  it('to a question for versions has a header that every client can read', () => {
    const frame = { version: 3, correlationId: 1, body: { errorCode: 0, apiKeys: [] } };
    const bytes = Buffer.concat(encodeResponse(apiVersionsApi, frame));
    expect(bytes.toString('hex', prefixSize)).toBe(unspaced('00000001 0000 01 00000000 00'));
    expect(decodeResponse(apiVersionsApi, 3, bytes.subarray(prefixSize)).correlationId).toBe(1);
  });

  it('that says a version of ApiVersions is unknown is read in version 0', () => {
    const apiKeys = [{ apiKey: apiVersionsApi.key, minVersion: 0, maxVersion: 2 }];
    const body = { errorCode: errorCodes.UNSUPPORTED_VERSION, apiKeys };
    const bytes = Buffer.concat(encodeResponse(apiVersionsApi, { version: 0, correlationId: 1, body }));
    expect(decodeResponse(apiVersionsApi, 4, bytes.subarray(prefixSize)).body).toMatchObject(body);
  });
});

describe('MessageSplitter', () => {
  it('finds the messages however the bytes of the connection are cut', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 8 });
    const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 });
    fc.assert(
      fc.property(messages, cuts, (messages, cuts) => {
        const splitter = new MessageSplitter(50);
        const found: Buffer[] = [];
        for (const chunk of cutUp(Buffer.concat(messages.map((message) => prefixed(message))), cuts)) {
          found.push(...splitter.push(chunk));
          // The next bytes may be read into the same memory.
          chunk.fill(0xee);
        }
        expect(found.map((message) => message.toString('hex'))).toEqual(
          messages.map((message) => Buffer.from(message).toString('hex')),
        );
      }),
    );
  });

  it.each(['ffffffff', '00000033', '48545450'])(
    'refuses the size prefix %s before it allocates for it',
    (prefix) => {
      expect(() => new MessageSplitter(50).push(Buffer.from(prefix, 'hex'))).toThrow(ProtocolError);
    },
  );
});

function unspaced(hex: string): string {
  return hex.replaceAll(' ', '');
}

function prefixed(message: Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(prefixSize);
  prefix.writeInt32BE(message.length);
  return Buffer.concat([prefix, message]);
}

function cutUp(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let start = 0;
  while (start < bytes.length) {
    const size = sizes[chunks.length % sizes.length] ?? 1;
    chunks.push(bytes.subarray(start, start + size));
    start += size;
  }
  return chunks;
}
