import type { ClientSettings } from '../../settings/client-settings.ts';
import { invalidValue, SettingsError } from '../../settings/settings-error.ts';
import { credentialsIn, loginModule } from './credentials.ts';
import { TokenCache } from './oauth/token-cache.ts';
import { tokenSource } from './oauth/token-source.ts';
import { extensionsIn, oauthBearerMechanism } from './oauth-bearer.ts';
import { plainMechanism } from './plain.ts';
import type { SaslMechanism } from './sasl-exchange.ts';
import { scramMechanism } from './scram.ts';

const modules = 'org.apache.kafka.common.security';

const mechanisms: Readonly<Record<string, (settings: ClientSettings) => SaslMechanism>> = {
  PLAIN: (settings) => {
    const jaas = loginModule(settings['sasl.jaas.config'], `${modules}.plain.PlainLoginModule`, 'PLAIN');
    return plainMechanism(credentialsIn(jaas));
  },
  'SCRAM-SHA-256': (settings) => scram(settings, 'sha256'),
  'SCRAM-SHA-512': (settings) => scram(settings, 'sha512'),
  OAUTHBEARER: oauthBearer,
};

/**
 * The mechanism that the settings choose.
 * @throws SettingsError when it is not supported or `sasl.jaas.config` does not fit.
 */
export function saslMechanism(settings: ClientSettings): SaslMechanism {
  const name = settings['sasl.mechanism'];
  const make = Object.hasOwn(mechanisms, name) ? mechanisms[name] : undefined;
  if (make !== undefined) return make(settings);
  const rule = `Kerberos and others are not supported; must be one of: ${Object.keys(mechanisms).join(', ')}`;
  throw new SettingsError([invalidValue('sasl.mechanism', name, rule)]);
}

function scram(settings: ClientSettings, hash: 'sha256' | 'sha512'): SaslMechanism {
  const name = settings['sasl.mechanism'];
  const jaas = loginModule(settings['sasl.jaas.config'], `${modules}.scram.ScramLoginModule`, name);
  const isToken = jaas.options['tokenauth']?.toLowerCase() === 'true';
  return scramMechanism({ ...credentialsIn(jaas), hash, isToken });
}

function oauthBearer(settings: ClientSettings): SaslMechanism {
  const className = `${modules}.oauthbearer.OAuthBearerLoginModule`;
  const config = settings['sasl.jaas.config'];
  // With client id and secret in settings of their own there is nothing left to say in it.
  const needsJaas = config !== null || settings['sasl.oauthbearer.token.endpoint.url'] === null;
  const options = needsJaas ? loginModule(config, className, 'OAUTHBEARER').options : {};
  const tokens = new TokenCache(tokenSource(settings, options), settings);
  return oauthBearerMechanism(tokens, extensionsIn(options));
}
