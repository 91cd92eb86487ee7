import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Password } from '../../settings/password.ts';
import { scramMechanism, type ScramOptions } from './scram.ts';

const rfc7677: ScramOptions = {
  username: 'user',
  password: new Password('pencil'),
  hash: 'sha256',
  isToken: false,
  nonce: () => 'rOprNGfwEbeRWgbNEkqO',
};
const serverFirst = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096';
const serverFinal = 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=';

describe('SCRAM', () => {
  it('says what the example of RFC 7677 says', async () => {
    const exchange = await scramMechanism(rfc7677).begin();
    expect(String(exchange.first)).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO');
    expect(String(await exchange.next(Buffer.from(serverFirst)))).toBe(
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    );
    expect(await exchange.next(Buffer.from(serverFinal))).toBeNull();
  });

  it.each([
    ['a signature of somebody else', 'v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=', /may be a false one/],
    ['no signature', 'x=y', /may be a false one/],
    ['an error', 'e=invalid-proof', /the broker says invalid-proof/],
  ])('refuses a broker that ends with %s', async (_what, last, message) => {
    const exchange = await scramMechanism(rfc7677).begin();
    await exchange.next(Buffer.from(serverFirst));
    await expect(exchange.next(Buffer.from(last))).rejects.toThrow(message);
  });

  it.each([
    ['another nonce', 'r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096', /no proper SCRAM message/],
    [
      'our nonce alone',
      'r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
      /no proper SCRAM message/,
    ],
    ['no salt', 'r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096', /no proper SCRAM message/],
    ['too few iterations', 'r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0=,i=4095', /4095 iterations; at least 4096/],
    ['endless iterations', 'r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0=,i=999999999', /999999999 iterations/],
    ['garbage', '\u0000\u0001', /no proper SCRAM message/],
  ])('refuses a broker that answers with %s', async (_what, answer, message) => {
    const exchange = await scramMechanism(rfc7677).begin();
    await expect(exchange.next(Buffer.from(answer))).rejects.toThrow(message);
  });

  it('says that the name is the id of a delegation token', async () => {
    const { first } = await scramMechanism({ ...rfc7677, isToken: true }).begin();
    expect(String(first)).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO,tokenauth=true');
  });

  it('logs in at a server by the book with any name and password', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(text, text, fc.constantFrom('sha256', 'sha512'), async (username, password, hash) => {
        const mechanism = scramMechanism({
          username,
          password: new Password(password),
          hash,
          isToken: false,
        });
        const exchange = await mechanism.begin();
        const server = serverOf(String(exchange.first), { username, password, hash });
        const proof = await exchange.next(Buffer.from(server.first));
        expect(await exchange.next(Buffer.from(server.answer(String(proof))))).toBeNull();
      }),
      { numRuns: 30 },
    );
  });
});

interface User {
  readonly username: string;
  readonly password: string;
  readonly hash: 'sha256' | 'sha512';
}

/** The other side as RFC 5802 describes it: it finds the client's key in the proof, and knows only its hash. */
function serverOf(
  clientFirst: string,
  { username, password, hash }: User,
): { first: string; answer(proof: string): string } {
  const hmac = (key: Buffer, data: string): Buffer => createHmac(hash, key).update(data).digest();
  const bare = clientFirst.slice(3);
  const [, name, nonce] = /^n=([^,]*),r=(.*)$/.exec(bare) ?? [];
  expect(name?.replaceAll('=2C', ',').replaceAll('=3D', '=')).toBe(username);
  const salt = Buffer.from('salt of the test');
  const salted = pbkdf2Sync(password, salt, 4096, hash === 'sha256' ? 32 : 64, hash);
  const storedKey = createHash(hash).update(hmac(salted, 'Client Key')).digest();
  const first = `r=${nonce}srv,s=${salt.toString('base64')},i=4096`;
  return {
    first,
    answer(clientFinal) {
      const [withoutProof = '', proof = ''] = clientFinal.split(/,p=/);
      const auth = `${bare},${first},${withoutProof}`;
      const signature = hmac(storedKey, auth);
      const clientKey = Buffer.from(proof, 'base64').map((byte, index) => byte ^ (signature[index] ?? 0));
      expect(createHash(hash).update(clientKey).digest()).toEqual(storedKey);
      return `v=${hmac(hmac(salted, 'Server Key'), auth).toString('base64')}`;
    },
  };
}
