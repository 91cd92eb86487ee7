import type { Credentials } from './credentials.ts';
import type { SaslExchange, SaslMechanism } from './sasl-exchange.ts';

/** RFC 4616: name and password as they are, so that only TLS keeps them secret. */
export function plainMechanism({ username, password }: Credentials): SaslMechanism {
  const first = Buffer.from(`\0${username}\0${password.reveal()}`);
  const exchange: SaslExchange = { first, next: () => Promise.resolve(null) };
  return {
    name: 'PLAIN',
    remedy: 'check username and password in sasl.jaas.config',
    begin: () => Promise.resolve(exchange),
  };
}
