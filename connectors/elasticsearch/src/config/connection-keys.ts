import { between, boolean, int, list, password, string, type ConfigDefinition } from '@sluice/connect-api';
import { oneDayMs } from './durations.ts';
import { serverUrls } from './server-urls.ts';

const group = 'Connection';

/** How the servers are reached: the same under every class name. */
export const connectionKeys = {
  'connection.url': list({
    doc: 'The servers, as URLs: `http://search1:9200,http://search2:9200`. The next one is tried when one does not answer.',
    importance: 'high',
    validator: serverUrls(),
    group,
  }),
  'connection.username': string({
    doc: 'The user, for basic authentication. Without it nobody is logged in.',
    importance: 'medium',
    default: null,
    group,
  }),
  'connection.password': password({
    doc: 'The password of `connection.username`.',
    importance: 'medium',
    default: null,
    group,
  }),
  'connection.api.key': password({
    doc: 'An API key in place of user and password: `id:key`, or its encoded form as the server shows it.',
    importance: 'medium',
    default: null,
    group,
  }),
  'connection.compression': boolean({
    doc: 'Whether requests are compressed with gzip.',
    importance: 'low',
    default: false,
    group,
  }),
  'connection.timeout.ms': int({
    doc: 'How long opening a connection may take. 0 waits for ever.',
    importance: 'low',
    default: 1000,
    validator: between(0, oneDayMs / 2),
    group,
  }),
  'read.timeout.ms': int({
    doc: 'How long a server may be silent before a request counts as lost and is sent again. 0 waits for ever.',
    importance: 'low',
    default: 3000,
    validator: between(0, 7 * oneDayMs),
    group,
  }),
  'max.connection.idle.time.ms': int({
    doc: 'A connection that was not used for so long is closed. 0 keeps it.',
    importance: 'low',
    default: 60_000,
    validator: between(0, 7 * oneDayMs),
    group,
  }),
  'proxy.host': string({
    doc: 'The host of an HTTP proxy. Empty for none.',
    importance: 'low',
    default: '',
    group,
  }),
  'proxy.port': int({
    doc: 'The port of the HTTP proxy.',
    importance: 'low',
    default: 8080,
    validator: between(1, 65_535),
    group,
  }),
  'proxy.username': string({
    doc: 'The user that the proxy knows.',
    importance: 'low',
    default: '',
    group,
  }),
  'proxy.password': password({
    doc: 'The password that the proxy asks for.',
    importance: 'low',
    default: null,
    group,
  }),
} as const satisfies ConfigDefinition;
