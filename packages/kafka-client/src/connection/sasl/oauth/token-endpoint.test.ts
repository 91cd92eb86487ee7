import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAdminSettings } from '../../../settings/admin-settings.ts';
import type { BearerToken } from './bearer-token.ts';
import { TokenCache } from './token-cache.ts';
import { tokenSource } from './token-source.ts';
import { unsecuredTokens } from './unsecured-token.ts';

interface Asked {
  readonly authorization: string | undefined;
  readonly body: string;
}

let server: Server;
let url: string;
let asked: Asked[];
let answers: ((response: ServerResponse) => void)[];

beforeEach(async () => {
  asked = [];
  answers = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    asked.push({ authorization: request.headers.authorization, body: await text(request) });
    answers.shift()?.(response);
  };
  server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function source(
  properties: Record<string, string> = {},
  options: Record<string, string> = {},
): ReturnType<typeof tokenSource> {
  const all = {
    'bootstrap.servers': 'x:1',
    'sasl.oauthbearer.token.endpoint.url': url,
    'sasl.login.retry.backoff.ms': '1',
    'sasl.login.retry.backoff.max.ms': '500',
    ...properties,
  };
  return tokenSource(parseAdminSettings(all).settings, options);
}

const byNewNames = {
  'sasl.oauthbearer.client.credentials.client.id': 'id',
  'sasl.oauthbearer.client.credentials.client.secret': 's3cret+/',
  'sasl.oauthbearer.scope': 'read write',
};
const jwt = (claims: object): string =>
  ['{}', JSON.stringify(claims), 'sig'].map((part) => Buffer.from(part).toString('base64url')).join('.');
const json =
  (status: number, body: unknown) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

describe('a token endpoint', () => {
  it('is asked by client credentials, whichever names they have', async () => {
    const exp = Math.floor(Date.now() / 1000) + 60;
    answers = [json(200, { access_token: jwt({ exp }) }), json(200, { access_token: jwt({ exp }) })];
    const token = await source(byNewNames).fetch();
    expect(token).toMatchObject({ value: jwt({ exp }), expiresAtMs: exp * 1000 });
    await source({}, { clientId: 'id', clientSecret: 's3cret+/', scope: 'read write' }).fetch();
    const expected = {
      authorization: `Basic ${Buffer.from('id:s3cret+/').toString('base64')}`,
      body: 'grant_type=client_credentials&scope=read+write',
    };
    expect(asked).toEqual([expected, expected]);
  });

  it('has id and secret encoded where it wants that', async () => {
    answers = [json(200, { access_token: 'opaque', expires_in: 60 })];
    await source({ ...byNewNames, 'sasl.oauthbearer.header.urlencode': 'true' }).fetch();
    expect(asked[0]?.authorization).toBe(`Basic ${Buffer.from('id:s3cret%2B%2F').toString('base64')}`);
  });

  it('is asked again while it is out of order', async () => {
    answers = [
      json(503, {}),
      (response) => void response.destroy(),
      json(200, { access_token: 'x', expires_in: 9 }),
    ];
    expect((await source(byNewNames).fetch()).value).toBe('x');
    expect(asked).toHaveLength(3);
  });

  it('may say no, which is told without the secret', async () => {
    answers = [json(401, { error: 'invalid_client', error_description: 'no s3cret+/ here' })];
    await expect(source(byNewNames).fetch()).rejects.toThrow(
      `the token endpoint ${url} answers with status 401 (invalid_client); check client id and secret`,
    );
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['no JSON', '<html>', /answers without an access_token/],
    ['no token', { nothing: true }, /answers without an access_token/],
    ['a token without an end', { access_token: jwt({ sub: 'x' }) }, /no JSON Web Token with a claim exp/],
    [
      'a token with a line break',
      { access_token: 'a\u0001b', expires_in: 60 },
      /characters that no token may have/,
    ],
  ])('is refused with %s', async (_what, body, message) => {
    answers = [json(200, body)];
    await expect(source(byNewNames).fetch()).rejects.toThrow(message);
  });

  it('that nobody listens at may come back, so that trying again may help', async () => {
    server.close();
    await expect(source(byNewNames).fetch()).rejects.toMatchObject({
      message: expect.stringContaining('check sasl.oauthbearer.token.endpoint.url') as string,
      retriable: true,
    });
  });

  it('needs an id, a secret and a URL', () => {
    expect(() => source()).toThrow('sasl.oauthbearer.client.credentials.client.id');
    expect(() => source({}, { clientId: 'id' })).toThrow('sasl.oauthbearer.client.credentials.client.secret');
    expect(() => source({ 'sasl.oauthbearer.token.endpoint.url': 'ftp://x' })).toThrow(
      'Must be a URL with https:',
    );
  });

  it('may be a file with a token', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'token-'));
    const exp = 4_000_000_000;
    writeFileSync(join(folder, 'jwt'), `${jwt({ exp })}\n`);
    const place = { 'sasl.oauthbearer.token.endpoint.url': pathToFileURL(join(folder, 'jwt')).href };
    expect(await source(place).fetch()).toMatchObject({ value: jwt({ exp }), expiresAtMs: exp * 1000 });
    rmSync(folder, { recursive: true });
    await expect(source(place).fetch()).rejects.toThrow(/the token in .*jwt cannot be used: ENOENT/);
  });
});

describe('a token that nobody signs', () => {
  it('has the claims that the options name', async () => {
    const { value } = await unsecuredTokens({
      unsecuredLoginStringClaim_sub: 'alice',
      unsecuredLoginNumberClaim_level: '3',
      unsecuredLoginListClaim_scope: '|a|b',
      unsecuredLoginLifetimeSeconds: '10',
    }).fetch();
    const [header, claims, signature] = value.split('.');
    const decode = (part = ''): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(decode(header)).toEqual({ alg: 'none' });
    const { iat, exp, ...rest } = decode(claims) as { iat: number; exp: number };
    expect(rest).toEqual({ sub: 'alice', level: 3, scope: ['a', 'b'] });
    expect(exp - iat).toBeCloseTo(10);
    expect(signature).toBe('');
  });

  it('needs a name', () => {
    expect(() => unsecuredTokens({})).toThrow('unsecuredLoginStringClaim_sub is missing');
  });
});

describe('tokens of a client', () => {
  const settings = parseAdminSettings({
    'bootstrap.servers': 'x:1',
    'sasl.login.refresh.window.jitter': '0',
    'sasl.login.refresh.min.period.seconds': '0',
    'sasl.login.refresh.buffer.seconds': '0',
  }).settings;

  it('are fetched once for many, and anew late in their life', async () => {
    let fetched = 0;
    const fetch = (ageMs: number): Promise<BearerToken> => {
      fetched += 1;
      const issuedAtMs = Date.now() - ageMs;
      return Promise.resolve({ value: String(fetched), issuedAtMs, expiresAtMs: issuedAtMs + 10_000 });
    };
    const fresh = new TokenCache({ fetch: () => fetch(7000) }, settings);
    const values = await Promise.all([fresh.fetch(), fresh.fetch()]);
    expect([...values, await fresh.fetch()].map(({ value }) => value)).toEqual(['1', '1', '1']);
    const late = new TokenCache({ fetch: () => fetch(9000) }, settings);
    expect([await late.fetch(), await late.fetch()].map(({ value }) => value)).toEqual(['2', '3']);
  });

  it('are used to their end when no new one can be had', async () => {
    let expiresAtMs = Date.now() + 10_000;
    let fails = false;
    const fetch = (): Promise<BearerToken> =>
      fails
        ? Promise.reject(new Error('down'))
        : Promise.resolve({ value: 'old', issuedAtMs: Date.now() - 90_000, expiresAtMs });
    const cache = new TokenCache({ fetch }, settings);
    await cache.fetch();
    fails = true;
    expect((await cache.fetch()).value).toBe('old');
    expiresAtMs = Date.now() - 1;
    fails = false;
    await cache.fetch();
    fails = true;
    await expect(cache.fetch()).rejects.toThrow('down');
  });
});
