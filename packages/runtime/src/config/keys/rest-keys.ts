import { boolean, defineConfig, int, list, listOfNames, oneOf, string } from '@sluice/connect-api';
import { headerRules } from './header-rules.ts';

const unused = 'Without effect in this version.';

/** How a worker is reached. */
export const restKeys = defineConfig({
  listeners: list({
    doc: 'Addresses of the REST API, as `http://host:port`; an empty host means all interfaces.',
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
    doc: `Protocol under which this worker is known: \`http\` or \`https\`. ${unused}`,
    importance: 'low',
    default: null,
  }),
  'access.control.allow.origin': string({
    doc: `Which pages of other hosts may read answers (CORS). ${unused}`,
    importance: 'low',
    default: '',
  }),
  'access.control.allow.methods': string({
    doc: `Which methods pages of other hosts may use (CORS). ${unused}`,
    importance: 'low',
    default: '',
  }),
  'response.http.headers.config': string({
    doc: `Headers that answers get beside the usual. ${unused}`,
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
    doc: 'Classes of Java that extend the REST API. They cannot be loaded: a worker with any does not start.',
    importance: 'low',
    default: [],
    validator: listOfNames({ mayBeEmpty: true }),
  }),
  'admin.listeners': list({
    doc: 'Addresses of their own for the routes of administrators. Not supported: a worker with any does not start.',
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
