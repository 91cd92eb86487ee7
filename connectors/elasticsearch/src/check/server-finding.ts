import type { CheckFinding } from '@sluice/connect-api';
import type { SearchAnswer } from '../http/search-client.ts';
import { formatAnswer } from '../http/search-error.ts';

/** The oldest and the newest version of each that this was made for. */
const supported = {
  Elasticsearch: { oldest: 7, newest: 9 },
  OpenSearch: { oldest: 1, newest: 3 },
} as const;

interface RootAnswer {
  readonly version?: { readonly number?: string; readonly distribution?: string };
}

/** What the answer to `GET /` says of a server. */
export function serverFinding(answer: SearchAnswer): CheckFinding {
  const subject = `server ${answer.server}`;
  const { number, distribution } = versionIn(answer) ?? {};
  if (number === undefined) {
    return {
      subject,
      outcome: 'failed',
      message: `It does not answer as Elasticsearch and OpenSearch do: ${formatAnswer(answer)}.`,
      remedy: 'Give the URL of the HTTP API, with its path where a proxy adds one.',
      keys: ['connection.url'],
    };
  }
  const product = distribution === 'opensearch' ? 'OpenSearch' : 'Elasticsearch';
  const { oldest, newest } = supported[product];
  const major = Number.parseInt(number, 10);
  if (major >= oldest && major <= newest) {
    return { subject, outcome: 'passed', message: `${product} ${number} answers.` };
  }
  return {
    subject,
    outcome: 'warning',
    message: `It is ${product} ${number}; what is known to work are versions ${oldest} to ${newest}.`,
  };
}

function versionIn({ body }: SearchAnswer): RootAnswer['version'] {
  try {
    return (JSON.parse(body) as RootAnswer).version;
  } catch {
    return undefined;
  }
}
