import {
  alterUserScramCredentialsApi,
  apiVersionsApi,
  describeUserScramCredentialsApi,
  listGroupsApi,
  saslAuthenticateApi,
  saslHandshakeApi,
} from '@sluice/kafka-protocol';
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDevBroker, type DevBroker } from '../index.ts';
import { RawClient } from '../network/fixtures/raw-client.ts';

let broker: DevBroker;
let client: RawClient;

beforeEach(async () => {
  broker = await startDevBroker({ sasl: { users: { alice: 'wonder,land=' } } });
  client = await RawClient.connect(broker.port);
});

afterEach(async () => {
  client.close();
  await broker.stop();
});

interface Authenticated {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly authBytes: Buffer;
}

function say(text: string): Promise<Authenticated> {
  return client.call(saslAuthenticateApi, 2, { authBytes: Buffer.from(text) });
}

async function handshake(mechanism: string): Promise<number> {
  return (await client.call(saslHandshakeApi, 1, { mechanism })).errorCode;
}

/** As a client does it that knows the password (RFC 5802). */
async function scram(user: string, password: string, digest: 'sha256' | 'sha512'): Promise<Authenticated> {
  const first = `n=${user},r=clientnonce`;
  const challenge = await say(`n,,${first}`);
  if (challenge.errorCode !== 0) return challenge;
  const serverFirst = challenge.authBytes.toString();
  const [, nonce = '', salt = '', iterations = ''] = /r=(.*),s=(.*),i=(.*)/.exec(serverFirst) ?? [];
  const bytes = digest === 'sha256' ? 32 : 64;
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(iterations), bytes, digest);
  const clientKey = createHmac(digest, salted).update('Client Key').digest();
  const storedKey = createHash(digest).update(clientKey).digest();
  const withoutProof = `c=biws,r=${nonce}`;
  const signed = `${first},${serverFirst},${withoutProof}`;
  const signature = createHmac(digest, storedKey).update(signed).digest();
  const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
  const answer = await say(`${withoutProof},p=${proof.toString('base64')}`);
  const serverKey = createHmac(digest, salted).update('Server Key').digest();
  const expected = createHmac(digest, serverKey).update(signed).digest('base64');
  expect(answer.authBytes.toString()).toBe(answer.errorCode === 0 ? `v=${expected}` : '');
  return answer;
}

describe('a broker that wants to know who its clients are', () => {
  it('lets nobody in before', async () => {
    expect((await client.call(apiVersionsApi, 2, {})).errorCode).toBe(0);
    await expect(client.call(listGroupsApi, 2, {})).rejects.toThrow('closed');
  });

  it('takes a password with PLAIN', async () => {
    expect(await handshake('PLAIN')).toBe(0);
    expect((await say('\0alice\0wonder,land=')).errorCode).toBe(0);
    expect((await client.call(listGroupsApi, 2, {})).errorCode).toBe(0);
  });

  it.each([
    ['a wrong password', '\0alice\0wonderland'],
    ['a user that is not there', '\0bob\0wonder,land='],
    ['somebody who acts as another', 'bob\0alice\0wonder,land='],
    ['half of it', '\0alice'],
  ])('refuses %s, and then closes', async (_what, text) => {
    await handshake('PLAIN');
    expect(await say(text)).toMatchObject({ errorCode: 58 });
    await expect(client.call(listGroupsApi, 2, {})).rejects.toThrow('closed');
  });

  it.each([
    ['SCRAM-SHA-256', 'sha256'],
    ['SCRAM-SHA-512', 'sha512'],
  ] as const)('takes a proof of the password with %s', async (mechanism, digest) => {
    expect(await handshake(mechanism)).toBe(0);
    expect((await scram('alice', 'wonder,land=', digest)).errorCode).toBe(0);
    expect((await client.call(listGroupsApi, 2, {})).errorCode).toBe(0);
  });

  it.each([
    ['alice', 'wrong'],
    ['bob', 'wonder,land='],
  ])('refuses a proof of %s with another password', async (user, password) => {
    await handshake('SCRAM-SHA-256');
    expect((await scram(user, password, 'sha256')).errorCode).toBe(58);
  });

  it('names the mechanisms that it has to who wants another', async () => {
    const answer = await client.call(saslHandshakeApi, 1, { mechanism: 'GSSAPI' });
    expect(answer).toEqual({ errorCode: 33, mechanisms: ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] });
  });

  it('speaks with old clients, whose messages have no headers', async () => {
    await client.call(saslHandshakeApi, 0, { mechanism: 'PLAIN' });
    const message = Buffer.from('\0alice\0wonder,land=');
    const size = Buffer.alloc(4);
    size.writeInt32BE(message.length);
    client.write(Buffer.concat([size, message]));
    expect(await client.nextMessage()).toHaveLength(0);
    expect((await client.call(listGroupsApi, 2, {})).errorCode).toBe(0);
  });

  it('lets in whom clients added, and no longer whom they removed', async () => {
    await handshake('PLAIN');
    await say('\0alice\0wonder,land=');
    const salt = Buffer.from('salt');
    const saltedPassword = pbkdf2Sync('secret', salt, 4096, 32, 'sha256');
    const upsertion = { name: 'carol', mechanism: 1, iterations: 4096, salt, saltedPassword };
    const upsertions = [upsertion, { ...upsertion, name: 'few', iterations: 5 }];
    const altered = await client.call(alterUserScramCredentialsApi, 0, { deletions: [], upsertions });
    expect(altered.results.map(({ errorCode }) => errorCode)).toEqual([0, 93]);
    const { results } = await client.call(describeUserScramCredentialsApi, 0, { users: null });
    expect(results).toMatchObject([{ user: 'carol', credentialInfos: [{ mechanism: 1, iterations: 4096 }] }]);
    const admin = client;
    client = await RawClient.connect(broker.port);
    await handshake('SCRAM-SHA-256');
    expect((await scram('carol', 'secret', 'sha256')).errorCode).toBe(0);
    client.close();
    client = admin;
    const deletions = [{ name: 'carol', mechanism: 1 }];
    await client.call(alterUserScramCredentialsApi, 0, { deletions, upsertions: [] });
    client = await RawClient.connect(broker.port);
    admin.close();
    await handshake('SCRAM-SHA-256');
    expect((await scram('carol', 'secret', 'sha256')).errorCode).toBe(58);
  });
});
