import { list, password, string, type ConfigDefinition } from '@sluice/connect-api';

const group = 'TLS';

/** The keys of TLS, in the names that Kafka gave them. */
export const tlsKeys = {
  'ssl.protocol': string({
    doc: 'The newest version of TLS that is offered: `TLSv1.3` or `TLSv1.2`.',
    importance: 'medium',
    default: 'TLSv1.3',
    group,
  }),
  'ssl.enabled.protocols': list({
    doc: 'The versions of TLS that are offered.',
    importance: 'medium',
    default: ['TLSv1.2', 'TLSv1.3'],
    group,
  }),
  'ssl.cipher.suites': list({
    doc: 'The cipher suites that are offered, in the names of OpenSSL. By default those of Node.',
    importance: 'low',
    default: null,
    group,
  }),
  'ssl.keystore.type': string({
    doc: 'The format of the key store: `PEM` or `PKCS12`. What `JKS` names, the default, must be one of those two all the same, and is told apart by its content.',
    importance: 'medium',
    default: 'JKS',
    group,
  }),
  'ssl.keystore.location': string({
    doc: 'A file with the private key and the certificates of this client, where the server asks for them.',
    importance: 'high',
    default: null,
    group,
  }),
  'ssl.keystore.password': password({
    doc: 'The password of the key store.',
    importance: 'high',
    default: null,
    group,
  }),
  'ssl.key.password': password({
    doc: 'The password of the private key in a PEM file.',
    importance: 'high',
    default: null,
    group,
  }),
  'ssl.truststore.type': string({
    doc: 'The format of the trust store: it must be `PEM`, whatever stands here.',
    importance: 'medium',
    default: 'JKS',
    group,
  }),
  'ssl.truststore.location': string({
    doc: 'A file in PEM format with the certificates that are trusted. By default those that Node trusts.',
    importance: 'high',
    default: null,
    group,
  }),
  'ssl.truststore.password': password({
    doc: 'Has no effect: certificates in PEM format have no password.',
    importance: 'high',
    default: null,
    group,
  }),
  'ssl.endpoint.identification.algorithm': string({
    doc: 'With `https` the certificate has to be for the host that was asked for; empty leaves that unchecked.',
    importance: 'low',
    default: 'https',
    group,
  }),
} as const satisfies ConfigDefinition;
