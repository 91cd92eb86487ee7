import {
  bool,
  double,
  javaClass,
  long,
  optionalInt,
  optionalText,
  password,
  short,
  text,
  type Setting,
} from './setting.ts';

const oauth = 'org.apache.kafka.common.security.oauthbearer';

/** The handlers that fetch tokens by client credentials or read them from a file. */
export const tokenEndpointHandlers = [
  `${oauth}.OAuthBearerLoginCallbackHandler`,
  `${oauth}.secured.OAuthBearerLoginCallbackHandler`,
] as const;

/** The handler that makes tokens that nobody signs; in force when no other is named. */
const unsecuredHandler = `${oauth}.internals.unsecured.OAuthBearerUnsecuredLoginCallbackHandler`;

/** How the client logs in. */
export const saslKeys = {
  'sasl.mechanism': text('GSSAPI'),
  'sasl.jaas.config': password(),
  'sasl.client.callback.handler.class': javaClass(
    'org.apache.kafka.common.security.authenticator.SaslClientCallbackHandler',
  ),
  'sasl.login.class': javaClass('org.apache.kafka.common.security.authenticator.DefaultLogin'),
  'sasl.login.callback.handler.class': javaClass(...tokenEndpointHandlers, unsecuredHandler),
  'sasl.login.connect.timeout.ms': optionalInt(),
  'sasl.login.read.timeout.ms': optionalInt(),
  'sasl.login.retry.backoff.ms': long({ default: 100 }),
  'sasl.login.retry.backoff.max.ms': long({ default: 10_000 }),
  'sasl.login.refresh.window.factor': double({ default: 0.8, min: 0.5, max: 1 }),
  'sasl.login.refresh.window.jitter': double({ default: 0.05, min: 0, max: 0.25 }),
  'sasl.login.refresh.min.period.seconds': short({ default: 60, min: 0, max: 900 }),
  'sasl.login.refresh.buffer.seconds': short({ default: 300, min: 0, max: 3600 }),
  'sasl.oauthbearer.token.endpoint.url': optionalText(),
  'sasl.oauthbearer.client.credentials.client.id': optionalText(),
  'sasl.oauthbearer.client.credentials.client.secret': password(),
  'sasl.oauthbearer.scope': optionalText(),
  'sasl.oauthbearer.header.urlencode': bool(false),
  'sasl.oauthbearer.jwt.retriever.class': {
    ...javaClass(
      `${oauth}.DefaultJwtRetriever`,
      `${oauth}.ClientCredentialsJwtRetriever`,
      `${oauth}.FileJwtRetriever`,
    ),
    default: `${oauth}.DefaultJwtRetriever`,
  },
} as const satisfies Record<string, Setting<unknown>>;
