import { defineConfig, list, listOfNames, password, pluginClass, string } from '@sluice/connect-api';

/** How TLS is spoken: by the worker's own clients, those of connectors, and HTTPS. */
export const sslKeys = defineConfig({
  'ssl.protocol': string({
    doc: 'Version of TLS that is spoken by default.',
    importance: 'medium',
    default: 'TLSv1.3',
  }),
  'ssl.provider': string({
    doc: 'Security provider of a Java VM. Without effect: TLS is that of Node.',
    importance: 'medium',
    default: null,
  }),
  'ssl.cipher.suites': list({
    doc: 'Cipher suites that may be used; empty for those of Node.',
    importance: 'low',
    default: [],
    validator: listOfNames({ mayBeEmpty: true }),
  }),
  'ssl.enabled.protocols': list({
    doc: 'Versions of TLS that may be spoken.',
    importance: 'medium',
    default: ['TLSv1.2', 'TLSv1.3'],
    validator: listOfNames({ mayBeEmpty: true }),
  }),
  'ssl.keystore.type': string({
    doc: 'Format of the key store: `JKS`, `PKCS12` or `PEM`.',
    importance: 'medium',
    default: 'JKS',
  }),
  'ssl.keystore.location': string({
    doc: 'File with the own certificate and its private key.',
    importance: 'high',
    default: null,
  }),
  'ssl.keystore.password': password({
    doc: 'Password of the key store.',
    importance: 'high',
    default: null,
  }),
  'ssl.key.password': password({
    doc: 'Password of the private key in the key store, or of `ssl.keystore.key`.',
    importance: 'high',
    default: null,
  }),
  'ssl.keystore.key': password({
    doc: 'Private key as PEM, in place of a key store.',
    importance: 'high',
    default: null,
  }),
  'ssl.keystore.certificate.chain': password({
    doc: 'Own certificate and those that vouch for it as PEM, in place of a key store.',
    importance: 'high',
    default: null,
  }),
  'ssl.truststore.certificates': password({
    doc: 'Certificates that are trusted as PEM, in place of a trust store.',
    importance: 'high',
    default: null,
  }),
  'ssl.truststore.type': string({
    doc: 'Format of the trust store: `JKS`, `PKCS12` or `PEM`.',
    importance: 'medium',
    default: 'JKS',
  }),
  'ssl.truststore.location': string({
    doc: 'File with the certificates that are trusted.',
    importance: 'high',
    default: null,
  }),
  'ssl.truststore.password': password({
    doc: 'Password of the trust store.',
    importance: 'high',
    default: null,
  }),
  'ssl.keymanager.algorithm': string({
    doc: 'Key manager of a Java VM. Without effect: TLS is that of Node.',
    importance: 'low',
    default: 'SunX509',
  }),
  'ssl.trustmanager.algorithm': string({
    doc: 'Trust manager of a Java VM. Without effect: TLS is that of Node.',
    importance: 'low',
    default: 'PKIX',
  }),
  'ssl.endpoint.identification.algorithm': string({
    doc: 'Whether the certificate has to be for the host that was asked: `https` for yes, empty for no.',
    importance: 'low',
    default: 'https',
  }),
  'ssl.secure.random.implementation': string({
    doc: 'Source of random numbers of a Java VM. Without effect: TLS is that of Node.',
    importance: 'low',
    default: null,
  }),
  'ssl.engine.factory.class': pluginClass({
    doc: 'Class of Java that makes TLS connections; others than the one of Kafka cannot be had.',
    importance: 'low',
    default: null,
  }),
});
