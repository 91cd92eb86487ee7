import { javaClass, list, optionalText, password, text, type Setting } from './setting.ts';

/** How the client shows who it is by TLS, and whom it trusts. */
export const sslKeys = {
  'ssl.truststore.location': optionalText(),
  'ssl.truststore.password': password(),
  'ssl.truststore.type': text('JKS'),
  'ssl.truststore.certificates': password(),
  'ssl.keystore.location': optionalText(),
  'ssl.keystore.password': password(),
  'ssl.keystore.type': text('JKS'),
  'ssl.keystore.certificate.chain': password(),
  'ssl.keystore.key': password(),
  'ssl.key.password': password(),
  'ssl.endpoint.identification.algorithm': text('https'),
  'ssl.protocol': text('TLSv1.3'),
  'ssl.enabled.protocols': list(['TLSv1.2', 'TLSv1.3']),
  'ssl.cipher.suites': list([]),
  'ssl.engine.factory.class': javaClass('org.apache.kafka.common.security.ssl.DefaultSslEngineFactory'),
} as const satisfies Record<string, Setting<unknown>>;
