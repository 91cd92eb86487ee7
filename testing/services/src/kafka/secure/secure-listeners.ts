import type { BrokerPlace, Properties } from '../server-properties.ts';
import type { Certificates } from './certificates.ts';

/** The protocols of the listeners that a broker may have beside its plaintext one. */
export const secureProtocols = ['SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const;
export type SecureProtocol = (typeof secureProtocols)[number];

export interface SecureOptions {
  /** Passwords by user name, for PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512; names of letters and digits. */
  readonly users?: Readonly<Record<string, string>>;
  /** Whether clients show certificates on the SSL listener. Default `none`. */
  readonly clientAuth?: 'none' | 'requested' | 'required';
  /**
   * Has ACLs looked at. Clients without a name, as on the plaintext listener, may do everything, also make ACLs.
   * Default: no ACLs.
   * `allow`: what no ACL is about is allowed to all; `deny`: what no ACL allows is forbidden.
   */
  readonly acls?: 'allow' | 'deny';
}

export interface SecureListeners {
  readonly ports: BrokerPlace['securePorts'];
  readonly certificates: Certificates;
  readonly options: SecureOptions;
}

const saslProtocols: readonly SecureProtocol[] = ['SASL_PLAINTEXT', 'SASL_SSL'];

/** The properties of a broker that listens in every protocol: those of `plain` with more added. */
export function secureProperties(plain: Properties, secure: SecureListeners): Properties {
  const { ports, options, certificates } = secure;
  const places = secureProtocols.map((protocol) => `${protocol}://127.0.0.1:${ports[protocol]}`).join(',');
  return {
    ...plain,
    listeners: `${plain['listeners']},${places}`,
    'advertised.listeners': `${plain['advertised.listeners']},${places.replaceAll('127.0.0.1', 'localhost')}`,
    'listener.security.protocol.map': [
      plain['listener.security.protocol.map'],
      ...secureProtocols.map((protocol) => `${protocol}:${protocol}`),
    ].join(','),
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': certificates.server,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': certificates.ca,
    'ssl.client.auth': options.clientAuth ?? 'none',
    ...saslProperties(options),
    ...aclProperties(options),
  };
}

function saslProperties({ users = {} }: SecureOptions): Properties {
  const plainUsers = Object.entries(users).map(([name, password]) => ` user_${name}=${quote(password)}`);
  const modules = {
    plain: `plain.PlainLoginModule required${plainUsers.join('')};`,
    'scram-sha-256': 'scram.ScramLoginModule required;',
    'scram-sha-512': 'scram.ScramLoginModule required;',
    // Takes tokens that nobody signed.
    oauthbearer: 'oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";',
  };
  return Object.fromEntries(
    saslProtocols.flatMap((protocol) =>
      Object.entries(modules).map(([mechanism, module]) => [
        `listener.name.${protocol.toLowerCase()}.${mechanism}.sasl.jaas.config`,
        `org.apache.kafka.common.security.${module}`,
      ]),
    ),
  );
}

/** A string of a JAAS line, with its backslashes doubled once more for the properties file. */
function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`.replaceAll('\\', '\\\\');
}

function aclProperties({ acls }: SecureOptions): Properties {
  if (acls === undefined) return {};
  return {
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS',
    'allow.everyone.if.no.acl.found': String(acls === 'allow'),
  };
}

/** What `StorageTool format` is told so that the users may log in by SCRAM. */
export function scramArguments({ users = {} }: SecureOptions): string[] {
  return Object.entries(users).flatMap(([name, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  );
}
