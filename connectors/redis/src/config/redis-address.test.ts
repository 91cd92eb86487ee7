import { describe, expect, it } from 'vitest';
import { parseRedisAddress } from './redis-address.ts';

const plain = {
  usesTls: false,
  sentinelMaster: null,
  database: 0,
  username: null,
  password: null,
  clientName: null,
  verifiesPeer: 'full',
};

describe('a URI of Redis', () => {
  it.each([
    ['redis://host', { nodes: [{ host: 'host', port: 6379 }] }],
    ['redis://host:1/2', { nodes: [{ host: 'host', port: 1 }], database: 2 }],
    ['rediss://[::1]:7', { nodes: [{ host: '::1', port: 7 }], usesTls: true }],
    [
      'redis+tls://host?verifyPeer=CA',
      { nodes: [{ host: 'host', port: 6379 }], usesTls: true, verifiesPeer: 'ca' },
    ],
    ['redis://pass%40word@host', { nodes: [{ host: 'host', port: 6379 }], password: 'pass@word' }],
    ['redis://me:p:w@host', { nodes: [{ host: 'host', port: 6379 }], username: 'me', password: 'p:w' }],
    ['redis://:pw@host', { nodes: [{ host: 'host', port: 6379 }], password: 'pw' }],
    [
      'redis://host?database=3&clientName=me',
      { nodes: [{ host: 'host', port: 6379 }], database: 3, clientName: 'me' },
    ],
    [
      'redis-sentinel://pw@a,b:2/1#shop',
      {
        nodes: [
          { host: 'a', port: 26_379 },
          { host: 'b', port: 2 },
        ],
        sentinelMaster: 'shop',
        database: 1,
        password: 'pw',
      },
    ],
  ])('%s', (uri, expected) => {
    expect(parseRedisAddress(uri)).toEqual({ ...plain, ...expected });
  });

  it.each([
    ['host:6379', 'the form'],
    ['http://host', 'its scheme'],
    ['redis://', 'no host'],
    ['redis://host:70000', 'wrong port'],
    ['redis://host/one', 'its database'],
    ['redis-sentinel://host', 'the name of the master'],
    ['rediss://host?verifyPeer=PERHAPS', 'verifyPeer'],
  ])('%s is refused', (uri, reason) => {
    expect(() => parseRedisAddress(uri)).toThrow(reason);
  });
});
