import type { TokenSource } from './oauth/bearer-token.ts';
import { refuseJaas } from './credentials.ts';
import { SaslError, type SaslExchange, type SaslMechanism } from './sasl-exchange.ts';

const separator = '\u0001';

/** RFC 7628, with extensions (KIP-342). */
export function oauthBearerMechanism(
  tokens: TokenSource,
  extensions: ReadonlyMap<string, string>,
): SaslMechanism {
  const tail = [...extensions].map(([name, value]) => `${name}=${value}${separator}`).join('');
  return {
    name: 'OAUTHBEARER',
    remedy: 'check what the token says, and what the broker expects of it',
    begin: async () => {
      const { value } = await tokens.fetch();
      return exchange(`n,,${separator}auth=Bearer ${value}${separator}${tail}${separator}`);
    },
  };
}

function exchange(first: string): SaslExchange {
  let refusal: string | null = null;
  return {
    first: Buffer.from(first),
    next: (challenge) => {
      if (refusal !== null) throw new SaslError(`the broker says ${refusal}`);
      if (challenge.length === 0) return Promise.resolve(null);
      refusal = statusIn(challenge);
      // The broker ends its refusal only after this empty answer.
      return Promise.resolve(Buffer.from(separator));
    },
  };
}

function statusIn(challenge: Buffer): string {
  return /"status"\s*:\s*"([\w ]+)"/.exec(challenge.toString())?.[1] ?? 'no';
}

/**
 * The extensions among the options of the login module.
 * @throws SettingsError when a name or value has characters that RFC 7628 forbids.
 */
export function extensionsIn(options: Readonly<Record<string, string>>): Map<string, string> {
  const pattern = /^(?:extension|unsecuredLoginExtension)_(.*)$/;
  const named = Object.entries(options).flatMap(([key, value]) => {
    const name = pattern.exec(key)?.[1];
    return name === undefined ? [] : [[name, value] as const];
  });
  for (const [name, value] of named) {
    const isFine = /^[A-Za-z]+$/.test(name) && name !== 'auth' && /^[\x20-\x7e\t\r\n]+$/.test(value);
    if (!isFine) refuseJaas(`The extension ${name} has a name or value that is not allowed`);
  }
  return new Map(named);
}
