import type { ClientSettings, SecurityProtocol } from '../settings/client-settings.ts';
import type { SaslMechanism } from './sasl/sasl-exchange.ts';
import { saslMechanism } from './sasl/sasl-mechanism.ts';
import { TlsContext } from './tls/tls-context.ts';

/** What `security.protocol` asks of every connection of a client. */
export interface ChannelSecurity {
  readonly protocol: SecurityProtocol;
  readonly tls: TlsContext | null;
  readonly sasl: SaslMechanism | null;
}

export const plaintext: ChannelSecurity = { protocol: 'PLAINTEXT', tls: null, sasl: null };

/**
 * Reads stores and checks the settings of TLS and SASL, as far as the protocol needs them.
 * @throws SettingsError that names setting and file.
 */
export function channelSecurity(settings: ClientSettings): ChannelSecurity {
  const protocol = settings['security.protocol'];
  return {
    protocol,
    tls: protocol.endsWith('SSL') ? new TlsContext(settings) : null,
    sasl: protocol.startsWith('SASL_') ? saslMechanism(settings) : null,
  };
}
