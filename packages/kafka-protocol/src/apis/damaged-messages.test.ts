import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../wire/protocol-error.ts';
import { WireReader } from '../wire/wire-reader.ts';
import { apis } from './registry.ts';

type Cases = Record<string, { version: number; hex: string }[]>;

function casesIn(name: string): Cases {
  const file = new URL(`fixtures/${name}`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { cases: Cases }).cases;
}

const cases = { ...casesIn('messages.json'), ...casesIn('marker-messages.json') };

const directions = apis.flatMap((api) => [
  { title: `${api.name}Request`, codec: api.request },
  { title: `${api.name}Response`, codec: api.response },
]);

/** What reading throws that is no ProtocolError: it must succeed or say why not, and nothing else. */
function strayError({ codec }: (typeof directions)[number], bytes: Buffer, version: number): unknown {
  try {
    codec.read(new WireReader(bytes), version);
  } catch (error) {
    if (!(error instanceof ProtocolError)) return error;
  }
  return undefined;
}

describe.each(directions)('$title', (direction) => {
  const vectors = cases[direction.title] ?? [];
  const sample = fc.constantFrom(
    ...vectors.map(({ version, hex }) => ({ version, bytes: Buffer.from(hex, 'hex') })),
  );

  it('is refused when it ends too soon', () => {
    for (const { version, hex } of vectors) {
      const bytes = Buffer.from(hex, 'hex');
      for (let length = 0; length < bytes.length; length += 1) {
        expect(() => direction.codec.read(new WireReader(bytes.subarray(0, length)), version)).toThrow(
          ProtocolError,
        );
      }
    }
  });

  it('is read or refused with bits flipped', () => {
    fc.assert(
      fc.property(sample, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), ({ version, bytes }, flips) => {
        const damaged = Buffer.from(bytes);
        for (const flip of flips) {
          const position = Math.floor(flip / 8) % damaged.length;
          damaged[position] = (damaged[position] ?? 0) ^ (1 << (flip % 8));
        }
        expect(strayError(direction, damaged, version)).toBeUndefined();
      }),
    );
  });

  it('is read or refused from bytes that are anything', () => {
    fc.assert(
      fc.property(sample, fc.uint8Array({ maxLength: 200 }), ({ version }, bytes) => {
        expect(strayError(direction, Buffer.from(bytes), version)).toBeUndefined();
      }),
    );
  });
});
