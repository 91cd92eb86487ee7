import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SessionKey } from '../stores/config/config-record.ts';
import { signatureIn, signRequest, verifyRequest, type RequestSignature } from './request-signature.ts';
import {
  createSessionKey,
  foundSessionKey,
  needsNewSessionKey,
  receivedSessionKey,
  type SessionKeySettings,
} from './session-keys.ts';

interface Recorded {
  readonly keys: readonly {
    readonly algorithm: string;
    readonly bits: number | null;
    readonly bytes: number;
  }[];
  readonly signatures: readonly Readonly<Record<'algorithm' | 'key' | 'body' | 'signature', string>>[];
  readonly base64: readonly { readonly text: string; readonly bytes?: string; readonly error?: string }[];
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}

const recorded = JSON.parse(
  readFileSync(new URL('fixtures/java-signatures.json', import.meta.url), 'utf8'),
) as Recorded;

const keyOf = (key: string): SessionKey => ({
  key: Buffer.from(key, 'base64'),
  algorithm: 'HmacSHA256',
  createdMs: 1000,
});
// Both were seen on requests between two Java workers.
const javaKey = keyOf('kCcHXi4NRt/fluw3/5wb6kjKMGfF8FraWZ8e+8/r+Os=');
const javaBody = Buffer.from(
  '[{"connector.class":"FileStreamSource","file":"in.txt","task.class":"org.apache.kafka.connect.file.FileStreamSourceTask","tasks.max":"1","name":"src-a","topic":"lines2"}]',
);
const javaSignature = 'y07aiZMXILFd08Lwklzb/AfPkjyD3X7lQB5m4MAYEus=';
const signed: RequestSignature = { signature: javaSignature, algorithm: 'HmacSHA256' };
const accepting = { algorithms: ['HmacSHA256'], sessionKey: javaKey };

describe('a request to another worker', () => {
  it('is signed as Java signs it', () => {
    expect(signRequest(javaBody, javaKey, 'HmacSHA256')).toEqual({
      'X-Connect-Authorization': javaSignature,
      'X-Connect-Request-Signature-Algorithm': 'HmacSHA256',
    });
    expect(signRequest(Buffer.alloc(0), javaKey, 'HmacSHA256')['X-Connect-Authorization']).toBe(
      'WkYuTbhQUSB9vujO3HCjdnreUVhD4T8f0deIRjTNa1I=',
    );
    for (const { algorithm, key, body, signature } of recorded.signatures) {
      const headers = signRequest(Buffer.from(body, 'base64'), keyOf(key), algorithm);
      expect(headers['X-Connect-Authorization']).toBe(signature);
    }
  });

  it('carries its signature in headers', () => {
    const headers = signRequest(javaBody, javaKey, 'HmacSHA256');
    const received = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    expect(signatureIn(Object.fromEntries(received) as Record<string, string>)).toEqual(signed);
    expect(signatureIn({ 'x-connect-authorization': ['A', 'B'] })).toEqual({
      signature: 'A',
      algorithm: null,
    });
  });

  it('is accepted with the signature of every algorithm that is permitted', () => {
    for (const { algorithm, key, body, signature } of recorded.signatures) {
      const options = { algorithms: ['HmacMD5', algorithm], sessionKey: keyOf(key) };
      verifyRequest(Buffer.from(body, 'base64'), { signature, algorithm }, options);
    }
    verifyRequest(javaBody, signed, accepting);
    expect(recorded.signatures).toHaveLength(18);
  });

  it.each<[string, Partial<RequestSignature>, Refusal]>([
    [
      'has no signature',
      { signature: null },
      { code: 'REQUEST_UNSIGNED', message: 'Internal request missing required signature' },
    ],
    [
      'names no algorithm',
      { algorithm: null },
      { code: 'REQUEST_UNSIGNED', message: 'Internal request missing required signature' },
    ],
    [
      'names an unknown algorithm',
      { algorithm: 'Foo' },
      { code: 'REQUEST_UNSIGNED', message: 'Algorithm Foo not available' },
    ],
    [
      'has no base64',
      { signature: '!AAA' },
      { code: 'REQUEST_UNSIGNED', message: 'Illegal base64 character 21' },
    ],
    [
      'names an algorithm that is not permitted',
      { algorithm: 'HmacSHA512' },
      {
        code: 'REQUEST_UNSIGNED',
        message:
          "This worker does not support the 'HmacSHA512' key signing algorithm used by other workers. This worker is currently configured to use: [HmacSHA256]. Check that all workers' configuration files permit the same set of signature algorithms, and correct any misconfigured worker and restart it.",
      },
    ],
    [
      'names the algorithm in another letter case',
      { algorithm: 'hmacsha256' },
      { code: 'REQUEST_UNSIGNED', message: expect.stringContaining("'hmacsha256'") as string },
    ],
    [
      'has another signature',
      { signature: 'AAAA' },
      { code: 'SIGNATURE_INVALID', message: 'Internal request contained invalid signature.' },
    ],
  ])('is refused when it %s', (_, change, refusal) => {
    expect(() => verifyRequest(javaBody, { ...signed, ...change }, accepting)).toThrow(
      expect.objectContaining(refusal),
    );
  });

  it('is refused when a byte of it was changed, and while no key is known', () => {
    const changed = Buffer.from(javaBody);
    changed[5] = 0x41;
    expect(() => verifyRequest(changed, signed, accepting)).toThrow('invalid signature');
    expect(() => verifyRequest(javaBody, signed, { ...accepting, sessionKey: null })).toThrow(
      expect.objectContaining({ code: 'SESSION_KEY_UNKNOWN' }),
    );
  });

  it('is refused for the base64 that Java refuses, and no other', () => {
    const options = { ...accepting, sessionKey: keyOf('AAAA') };
    const isRefused = (text: string): boolean => {
      try {
        verifyRequest(javaBody, { ...signed, signature: text }, options);
        return false;
      } catch (error) {
        return (error as { code?: string }).code === 'REQUEST_UNSIGNED';
      }
    };
    const refused = recorded.base64.filter(({ text }) => isRefused(text));
    expect(refused.map(({ text }) => text)).toEqual(
      recorded.base64.filter(({ error }) => error !== undefined).map(({ text }) => text),
    );
  });
});

const settings: SessionKeySettings = { algorithm: 'HmacSHA256', bits: null, ttlMs: 100 };

describe('a session key', () => {
  it('is as long as Java makes it', () => {
    for (const { algorithm, bits, bytes } of recorded.keys)
      expect([algorithm, bits, createSessionKey({ algorithm, bits, ttlMs: 0 }, 5).key.length]).toEqual([
        algorithm,
        bits,
        bytes,
      ]);
    expect(recorded.keys).toHaveLength(30);
  });

  it('is another one each time', () => {
    const [one, other] = [createSessionKey(settings, 5), createSessionKey(settings, 5)];
    expect(one.key.equals(other.key)).toBe(false);
    expect([one.algorithm, one.createdMs]).toEqual(['HmacSHA256', 5]);
  });

  it('is needed when there is none, when it is too old, and when it is of another kind', () => {
    const key = createSessionKey(settings, 1000);
    const held = receivedSessionKey(key, settings);
    const isNeeded = (change: Partial<SessionKeySettings>, nowMs = 1099): boolean =>
      needsNewSessionKey(held, { ...settings, ...change }, nowMs);
    expect(needsNewSessionKey(null, settings, 0)).toBe(true);
    expect([isNeeded({}), isNeeded({}, 1100)]).toEqual([false, true]);
    expect([isNeeded({ algorithm: 'HmacSHA512' }), isNeeded({ bits: 512 }), isNeeded({ bits: 256 })]).toEqual(
      [true, true, false],
    );
  });

  it('that is never to be replaced is replaced once when it was there before', () => {
    const forEver = { ...settings, ttlMs: 0 };
    const key = createSessionKey(forEver, 1000);
    expect(needsNewSessionKey(foundSessionKey(key, forEver), forEver, 1000)).toBe(true);
    expect(needsNewSessionKey(receivedSessionKey(key, forEver), forEver, 1e15)).toBe(false);
    expect(foundSessionKey(key, settings)).toEqual(receivedSessionKey(key, settings));
  });
});
