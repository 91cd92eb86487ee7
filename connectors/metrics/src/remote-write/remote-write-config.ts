import {
  atLeast,
  boolean,
  defineConfig,
  int,
  list,
  oneOf,
  refusal,
  string,
  type ConfigOf,
  type Validator,
} from '@sluice/connect-api';
import { accessKeys } from '../access/access-keys.ts';

const requests = 'Requests';
const retries = 'Retries';
const series = 'Series';

const httpUrl: Validator<string> = {
  describe: () => 'http or https URL',
  check: (checked) => {
    const url = typeof checked.value === 'string' && URL.canParse(checked.value) ? checked.value : '';
    return /^https?:/.test(url) ? null : refusal(checked, 'It is no URL of http or https');
  },
};

const labelPairs: Validator<readonly string[]> = {
  describe: () => 'name=value, …',
  check: (checked) => {
    const pairs = Array.isArray(checked.value) ? checked.value.map(String) : [];
    const wrong = pairs.find((pair) => !/^[a-zA-Z_]\w*=./.test(pair));
    return wrong === undefined ? null : refusal(checked, `${wrong} is not name=value`);
  },
};

export const remoteWriteConfig = defineConfig({
  url: string({
    doc: 'Where Prometheus takes metrics: `http://host:9090/api/v1/write`, once it runs with `--web.enable-remote-write-receiver`.',
    importance: 'high',
    validator: httpUrl,
    group: requests,
  }),
  'batch.size': int({
    doc: 'So many samples go into a request at most. A histogram is a sample for each bucket and two more.',
    importance: 'medium',
    default: 2000,
    validator: atLeast(1),
    group: requests,
  }),
  'max.in.flight.requests': int({
    doc: 'So many requests are under way at a time at most; each series has its place in one of them, so that its samples stay in order.',
    importance: 'medium',
    default: 4,
    validator: atLeast(1),
    group: requests,
  }),
  'request.timeout.ms': int({
    doc: 'A request that was not answered by then has failed, in milliseconds.',
    importance: 'medium',
    default: 30_000,
    validator: atLeast(1),
    group: requests,
  }),
  'retry.backoff.ms': int({
    doc: 'The wait before a request is sent again, in milliseconds; twice as long each time. `Retry-After` of an answer counts where it is longer.',
    importance: 'low',
    default: 100,
    validator: atLeast(1),
    group: retries,
  }),
  'retry.backoff.max.ms': int({
    doc: 'The longest such wait, in milliseconds.',
    importance: 'low',
    default: 5000,
    validator: atLeast(1),
    group: retries,
  }),
  'retry.timeout.ms': int({
    doc: 'The task fails when a request is not taken for so long, in milliseconds; -1 is never.',
    importance: 'medium',
    default: 600_000,
    validator: atLeast(-1),
    group: retries,
  }),
  'external.labels': list({
    doc: 'Labels that series get, as `name=value`, unless they have one of that name.',
    importance: 'medium',
    default: [],
    validator: labelPairs,
    group: series,
  }),
  'bounds.format': string({
    doc: 'How the labels `le` and `quantile` are written: `openmetrics` (`1.0`), as OpenMetrics and Prometheus 3 have them, or `text` (`1`), as Prometheus 2 keeps them of the text format.',
    importance: 'low',
    default: 'openmetrics',
    validator: oneOf('openmetrics', 'text'),
    group: series,
  }),
  'send.exemplars': boolean({
    doc: 'Whether exemplars are sent. Prometheus keeps them with `--enable-feature=exemplar-storage`.',
    importance: 'low',
    default: true,
    group: series,
  }),
  ...accessKeys,
});

export type RemoteWriteConfig = ConfigOf<typeof remoteWriteConfig>;
