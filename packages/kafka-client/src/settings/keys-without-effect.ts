/** Why a property of Kafka's clients changes nothing here. */
export interface WithoutEffect {
  readonly reason: string;
  /** Whether that needs no warning: Connect always gives it, or what it asks for is so anyway. */
  readonly isSilent?: boolean;
}

const records: WithoutEffect = { reason: 'records are bytes to this client', isSilent: true };
const javaPlugins: WithoutEffect = { reason: 'classes of Java cannot be loaded' };
const javaSecurity: WithoutEffect = { reason: 'TLS is that of Node and its OpenSSL' };
const metrics: WithoutEffect = { reason: 'figures are counted from the start; rates are for who reads them' };
const kerberos: WithoutEffect = { reason: 'the mechanism GSSAPI is not supported' };
const tokenChecks: WithoutEffect = { reason: 'the broker checks tokens; a client needs only their lifetime' };
const assertions: WithoutEffect = { reason: 'tokens are not asked for by assertions' };
const sockets: WithoutEffect = { reason: 'Node leaves the size of socket buffers to the system' };
const shares: WithoutEffect = { reason: 'share groups are not supported' };

/** The properties of Kafka 4.3 that have no effect. Each is named in a warning when it is given, unless it is silent. */
export const keysWithoutEffect: Readonly<Record<string, WithoutEffect>> = {
  'key.serializer': records,
  'value.serializer': records,
  'key.deserializer': records,
  'value.deserializer': records,
  'interceptor.classes': javaPlugins,
  'config.providers': { reason: 'references are resolved before a client is made' },
  'security.providers': javaSecurity,
  'ssl.provider': javaSecurity,
  'ssl.keymanager.algorithm': javaSecurity,
  'ssl.trustmanager.algorithm': javaSecurity,
  'ssl.secure.random.implementation': javaSecurity,
  'metric.reporters': javaPlugins,
  'metrics.num.samples': metrics,
  'metrics.sample.window.ms': metrics,
  'metrics.recording.level': metrics,
  'enable.metrics.push': { reason: 'figures are not sent to brokers (KIP-714)' },
  'send.buffer.bytes': sockets,
  'receive.buffer.bytes': sockets,
  'share.acknowledgement.mode': shares,
  'share.acquire.mode': shares,
  'internal.throw.on.fetch.stable.offset.unsupported': {
    reason: 'brokers too old for it are not supported',
    isSilent: true,
  },
  'sasl.kerberos.kinit.cmd': kerberos,
  'sasl.kerberos.min.time.before.relogin': kerberos,
  'sasl.kerberos.service.name': kerberos,
  'sasl.kerberos.ticket.renew.jitter': kerberos,
  'sasl.kerberos.ticket.renew.window.factor': kerberos,
  'sasl.oauthbearer.jwt.validator.class': tokenChecks,
  'sasl.oauthbearer.clock.skew.seconds': tokenChecks,
  'sasl.oauthbearer.expected.audience': tokenChecks,
  'sasl.oauthbearer.expected.issuer': tokenChecks,
  'sasl.oauthbearer.jwks.endpoint.refresh.ms': tokenChecks,
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': tokenChecks,
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': tokenChecks,
  'sasl.oauthbearer.jwks.endpoint.url': tokenChecks,
  'sasl.oauthbearer.scope.claim.name': tokenChecks,
  'sasl.oauthbearer.sub.claim.name': tokenChecks,
  'sasl.oauthbearer.assertion.algorithm': assertions,
  'sasl.oauthbearer.assertion.claim.aud': assertions,
  'sasl.oauthbearer.assertion.claim.exp.seconds': assertions,
  'sasl.oauthbearer.assertion.claim.iss': assertions,
  'sasl.oauthbearer.assertion.claim.jti.include': assertions,
  'sasl.oauthbearer.assertion.claim.nbf.seconds': assertions,
  'sasl.oauthbearer.assertion.claim.sub': assertions,
  'sasl.oauthbearer.assertion.file': assertions,
  'sasl.oauthbearer.assertion.private.key.file': assertions,
  'sasl.oauthbearer.assertion.private.key.passphrase': assertions,
  'sasl.oauthbearer.assertion.template.file': assertions,
};

/** Those that need no warning. */
export const silentKeys: ReadonlySet<string> = new Set(
  Object.keys(keysWithoutEffect).filter((key) => keysWithoutEffect[key]?.isSilent),
);

/** Those of some keys that are Kafka's, have no effect here and deserve a warning, beside keys of whoever else. */
export function worthWarning(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => Object.hasOwn(keysWithoutEffect, key) && !silentKeys.has(key));
}
