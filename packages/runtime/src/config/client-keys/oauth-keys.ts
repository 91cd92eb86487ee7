import {
  between,
  boolean,
  caseInsensitiveOneOf,
  defineConfig,
  int,
  list,
  long,
  password,
  pluginClass,
  string,
} from '@sluice/connect-api';

const classes = 'org.apache.kafka.common.security.oauthbearer';
const checks = 'Without effect in a client: brokers check tokens.';
const assertions = 'Without effect: tokens are not asked for by assertions.';

/** How a client gets tokens that carry assertions of who it is (RFC 7523). */
const assertionKeys = defineConfig({
  'sasl.oauthbearer.assertion.algorithm': string({
    doc: `How assertions are signed. ${assertions}`,
    importance: 'medium',
    default: 'RS256',
    validator: caseInsensitiveOneOf('ES256', 'RS256'),
  }),
  'sasl.oauthbearer.assertion.claim.aud': string({
    doc: `Whom an assertion is for. ${assertions}`,
    importance: 'medium',
    default: null,
  }),
  'sasl.oauthbearer.assertion.claim.exp.seconds': int({
    doc: `How long an assertion holds, in seconds. ${assertions}`,
    importance: 'low',
    default: 300,
    validator: between(0, 86_400),
  }),
  'sasl.oauthbearer.assertion.claim.iss': string({
    doc: `Who makes the assertion. ${assertions}`,
    importance: 'medium',
    default: null,
  }),
  'sasl.oauthbearer.assertion.claim.jti.include': boolean({
    doc: `Whether each assertion has an id of its own. ${assertions}`,
    importance: 'medium',
    default: false,
  }),
  'sasl.oauthbearer.assertion.claim.nbf.seconds': int({
    doc: `How long before now an assertion holds already, in seconds. ${assertions}`,
    importance: 'low',
    default: 60,
    validator: between(0, 3600),
  }),
  'sasl.oauthbearer.assertion.claim.sub': string({
    doc: `Whom an assertion is about. ${assertions}`,
    importance: 'medium',
    default: null,
  }),
  'sasl.oauthbearer.assertion.file': string({
    doc: `File with an assertion that somebody else keeps fresh. ${assertions}`,
    importance: 'medium',
    default: null,
  }),
  'sasl.oauthbearer.assertion.private.key.file': string({
    doc: `File with the key that signs assertions. ${assertions}`,
    importance: 'medium',
    default: null,
  }),
  'sasl.oauthbearer.assertion.private.key.passphrase': password({
    doc: `Password of the key that signs assertions. ${assertions}`,
    importance: 'medium',
    default: null,
  }),
  'sasl.oauthbearer.assertion.template.file': string({
    doc: `File with more that assertions say. ${assertions}`,
    importance: 'medium',
    default: null,
  }),
});

/** What decides whether a token is good. */
const checkKeys = defineConfig({
  'sasl.oauthbearer.scope.claim.name': string({
    doc: `Name of the claim with the scope. ${checks}`,
    importance: 'low',
    default: 'scope',
  }),
  'sasl.oauthbearer.sub.claim.name': string({
    doc: `Name of the claim with the subject. ${checks}`,
    importance: 'low',
    default: 'sub',
  }),
});

const issuerKeys = defineConfig({
  'sasl.oauthbearer.jwks.endpoint.url': string({
    doc: `Where the public keys of the giver of tokens are. ${checks}`,
    importance: 'medium',
    default: null,
  }),
  'sasl.oauthbearer.jwks.endpoint.refresh.ms': long({
    doc: `How often the public keys of the giver of tokens are got anew, in milliseconds. ${checks}`,
    importance: 'low',
    default: 3_600_000,
  }),
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': long({
    doc: `The longest pause between tries to get these keys, in milliseconds. ${checks}`,
    importance: 'low',
    default: 10_000,
  }),
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': long({
    doc: `The first pause between tries to get these keys, in milliseconds. ${checks}`,
    importance: 'low',
    default: 100,
  }),
  'sasl.oauthbearer.clock.skew.seconds': int({
    doc: `How far the clocks of who gives and who checks tokens may be apart, in seconds. ${checks}`,
    importance: 'low',
    default: 30,
  }),
  'sasl.oauthbearer.expected.audience': list({
    doc: `Whom a token may be for. ${checks}`,
    importance: 'low',
    default: [],
  }),
  'sasl.oauthbearer.expected.issuer': string({
    doc: `Who may have given a token. ${checks}`,
    importance: 'low',
    default: null,
  }),
});

/** How a client gets and shows tokens (OAUTHBEARER). */
export const oauthKeys = defineConfig({
  'sasl.oauthbearer.jwt.retriever.class': pluginClass({
    doc: 'Class that gets tokens; those of Kafka are known by their names.',
    importance: 'medium',
    default: `${classes}.DefaultJwtRetriever`,
  }),
  'sasl.oauthbearer.jwt.validator.class': pluginClass({
    doc: `Class that checks tokens. ${checks}`,
    importance: 'medium',
    default: `${classes}.DefaultJwtValidator`,
  }),
  'sasl.oauthbearer.scope': string({
    doc: 'What a token is asked to permit.',
    importance: 'medium',
    default: null,
  }),
  'sasl.oauthbearer.client.credentials.client.id': string({
    doc: 'Name under which tokens are asked for.',
    importance: 'medium',
    default: null,
  }),
  'sasl.oauthbearer.client.credentials.client.secret': password({
    doc: 'Secret with which tokens are asked for.',
    importance: 'medium',
    default: null,
  }),
  ...assertionKeys,
  ...checkKeys,
  'sasl.oauthbearer.token.endpoint.url': string({
    doc: 'Where tokens are given: `https:`, or `file:` for a file that holds one.',
    importance: 'medium',
    default: null,
  }),
  ...issuerKeys,
  'sasl.oauthbearer.header.urlencode': boolean({
    doc: 'Whether name and secret are percent-encoded when tokens are asked for (RFC 6749, 2.3.1).',
    importance: 'low',
    default: false,
  }),
});
