import {
  between,
  defineConfig,
  double,
  int,
  long,
  password,
  pluginClass,
  short,
  string,
} from '@sluice/connect-api';
import { oauthKeys } from './oauth-keys.ts';

const kerberos = 'Without effect: GSSAPI is not supported.';

const kerberosKeys = defineConfig({
  'sasl.kerberos.service.name': string({
    doc: `Principal that brokers run as. ${kerberos}`,
    importance: 'medium',
    default: null,
  }),
  'sasl.kerberos.kinit.cmd': string({
    doc: `Path of kinit. ${kerberos}`,
    importance: 'low',
    default: '/usr/bin/kinit',
  }),
  'sasl.kerberos.ticket.renew.window.factor': double({
    doc: `Part of the life of a ticket after which it is renewed. ${kerberos}`,
    importance: 'low',
    default: 0.8,
  }),
  'sasl.kerberos.ticket.renew.jitter': double({
    doc: `How much of the time until a ticket is renewed is left to chance. ${kerberos}`,
    importance: 'low',
    default: 0.05,
  }),
  'sasl.kerberos.min.time.before.relogin': long({
    doc: `Shortest time between two logins, in milliseconds. ${kerberos}`,
    importance: 'low',
    default: 60_000,
  }),
});

/** How a client of Kafka logs in. */
export const saslKeys = defineConfig({
  ...kerberosKeys,
  'sasl.login.refresh.window.factor': double({
    doc: 'Part of the life of a token after which a new one is got.',
    importance: 'low',
    default: 0.8,
    validator: between(0.5, 1),
  }),
  'sasl.login.refresh.window.jitter': double({
    doc: 'How much of the time until a new token is got is left to chance, as a part of the life of a token.',
    importance: 'low',
    default: 0.05,
    validator: between(0, 0.25),
  }),
  'sasl.login.refresh.min.period.seconds': short({
    doc: 'How long a token is used at least before a new one is got, in seconds.',
    importance: 'low',
    default: 60,
    validator: between(0, 900),
  }),
  'sasl.login.refresh.buffer.seconds': short({
    doc: 'How long before the end of a token there should be a new one, in seconds.',
    importance: 'low',
    default: 300,
    validator: between(0, 3600),
  }),
  'sasl.mechanism': string({
    doc: 'How to log in: `PLAIN`, `SCRAM-SHA-256`, `SCRAM-SHA-512` or `OAUTHBEARER`.',
    importance: 'medium',
    default: 'GSSAPI',
  }),
  'sasl.jaas.config': password({
    doc: 'Login module and its options, with user and password, as Java writes them.',
    importance: 'medium',
    default: null,
  }),
  'sasl.client.callback.handler.class': pluginClass({
    doc: 'Class of Java that answers the mechanism; others than the one of Kafka cannot be had.',
    importance: 'medium',
    default: null,
  }),
  'sasl.login.callback.handler.class': pluginClass({
    doc: 'Class that gets tokens; those of Kafka are known by their names.',
    importance: 'medium',
    default: null,
  }),
  'sasl.login.class': pluginClass({
    doc: 'Class of Java that logs in; others than the one of Kafka cannot be had.',
    importance: 'medium',
    default: null,
  }),
  'sasl.login.connect.timeout.ms': int({
    doc: 'How long connecting to the giver of tokens may take, in milliseconds.',
    importance: 'low',
    default: null,
  }),
  'sasl.login.read.timeout.ms': int({
    doc: 'How long the giver of tokens may take to answer, in milliseconds.',
    importance: 'low',
    default: null,
  }),
  'sasl.login.retry.backoff.max.ms': long({
    doc: 'The longest pause between tries to get a token, in milliseconds.',
    importance: 'low',
    default: 10_000,
  }),
  'sasl.login.retry.backoff.ms': long({
    doc: 'The first pause between tries to get a token, in milliseconds.',
    importance: 'low',
    default: 100,
  }),
  ...oauthKeys,
});
