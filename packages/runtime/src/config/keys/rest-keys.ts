import { boolean, defineConfig, int, list, listOfNames, oneOf, string } from '@sluice/connect-api';
import { headerRules } from '../rest/header-rules.ts';

/** How a worker is reached. */
export const restKeys = defineConfig({
  listeners: list({
    doc: 'Addresses of the REST API, as `http://host:port` or `https://host:port`; an empty host means all interfaces. How HTTPS is spoken is set by `ssl.…`, or by `listeners.https.ssl.…` where any such key is given; see [REST API](rest-api.md).',
    importance: 'low',
    default: ['http://:8083'],
  }),
  'rest.advertised.host.name': string({
    doc: 'Host under which this worker is known, also in the `worker_id` of states.',
    importance: 'low',
    default: null,
  }),
  'rest.advertised.port': int({
    doc: 'Port under which this worker is known.',
    importance: 'low',
    default: null,
  }),
  'rest.advertised.listener': string({
    doc: 'Protocol under which this worker is known: `http` or `https`; by default `http` if any listener speaks it.',
    importance: 'low',
    default: null,
  }),
  'access.control.allow.origin': string({
    doc: 'Which pages of other origins may read answers (CORS): regular expressions, separated by commas, or `*` for all. Empty: none.',
    importance: 'low',
    default: '',
  }),
  'access.control.allow.methods': string({
    doc: 'Which methods pages of other origins may use (CORS), separated by commas; empty for `GET,POST,HEAD`.',
    importance: 'low',
    default: '',
  }),
  'response.http.headers.config': string({
    doc: 'Headers that answers get beside the usual, as `set X-Frame-Options: DENY`; see [REST API](rest-api.md).',
    importance: 'low',
    default: '',
    validator: headerRules,
  }),
  'ssl.client.auth': string({
    doc: 'Whether who asks by HTTPS has to show a certificate.',
    importance: 'low',
    default: 'none',
    validator: oneOf('required', 'requested', 'none'),
  }),
  'rest.extension.classes': list({
    doc: 'Plugins that extend the REST API, or guard it, in their order: `BasicAuthSecurityRestExtension`, or [your own](rest-api.md). Classes of Java cannot be loaded.',
    importance: 'low',
    default: [],
    validator: listOfNames({ mayBeEmpty: true }),
  }),
  'admin.listeners': list({
    doc: 'Addresses of the routes of administrators, `/admin/…`, which the others do not have then. Empty: nobody has them. Not given: they are where the others are. HTTPS is set by `admin.listeners.https.ssl.…` as for `listeners`.',
    importance: 'low',
    default: null,
    validator: listOfNames({ mayBeEmpty: true, mayBeNull: true }),
  }),
  'sluice.rest.mask.secrets': boolean({
    doc: 'Whether REST answers show `[hidden]` in place of the values of passwords and of keys that are called like secrets. Who sends it back unchanged keeps the value that is stored. Not a setting of Java workers.',
    importance: 'low',
    default: false,
  }),
});
