import { isConnectionLost, type CheckContext, type CheckFinding } from '@sluice/connect-api';
import type { SearchSinkSettings } from '../config/settings.ts';
import { SearchClient, type SearchAnswer, type SearchRequest } from '../http/search-client.ts';
import { formatAnswer } from '../http/search-error.ts';
import { checkPrivileges } from './check-privileges.ts';
import { checkResource } from './check-resource.ts';
import { serverFinding } from './server-finding.ts';

/** Asks one of the servers. */
export type Ask = (request: SearchRequest) => Promise<SearchAnswer>;

export interface CheckedSettings {
  readonly settings: SearchSinkSettings;
  /** The key that names what has to be there already. */
  readonly mappingKey: string;
}

/** Looks at the servers, the credentials, and what is to be written to. Changes nothing. */
export async function checkSearch(
  checked: CheckedSettings,
  { properties, signal }: CheckContext,
): Promise<readonly CheckFinding[]> {
  const client = await SearchClient.open(checked.settings.connection);
  const close = (): void => client.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    const topics = (properties['topics'] ?? '').split(',').map((topic) => topic.trim());
    const named = topics.filter((topic) => topic !== '');
    return await findings({ ...checked, topics: named }, (request) => client.send(request));
  } finally {
    signal.removeEventListener('abort', close);
    client.close();
  }
}

interface CheckedTopics extends CheckedSettings {
  readonly topics: readonly string[];
}

async function findings(checked: CheckedTopics, ask: Ask): Promise<readonly CheckFinding[]> {
  const { settings, topics, mappingKey } = checked;
  const login = await loginFindings(settings, ask);
  if (login.some(({ outcome }) => outcome === 'failed')) return login;
  const { nameOf, kind, exists } = settings.resources;
  const names = new Set(topics.map(nameOf).filter((name) => name !== null));
  const unnamed = topics.filter((topic) => nameOf(topic) === null);
  const found = [
    ...login,
    ...(await checkHealth(ask)),
    ...unnamed.map((topic) => unmapped(topic, mappingKey)),
  ];
  for (const name of names) {
    found.push(...(await checkResource({ name, kind, mappingKey: exists ? mappingKey : null }, ask)));
  }
  return [...found, ...(await checkPrivileges([...names], ask))];
}

function unmapped(topic: string, mappingKey: string): CheckFinding {
  return {
    subject: `topic ${topic}`,
    outcome: 'failed',
    message: 'Nothing is named for it to be written to.',
    remedy: `${mappingKey}=…,${topic}:…`,
    keys: [mappingKey],
  };
}

async function loginFindings({ connection }: SearchSinkSettings, ask: Ask): Promise<readonly CheckFinding[]> {
  const isKnown = connection.username !== null || connection.apiKey !== null;
  try {
    const answer = await ask({ method: 'GET', path: '/' });
    if (answer.status === 401 || answer.status === 403) return [denied(answer)];
    const server = serverFinding(answer);
    if (!isKnown || server.outcome === 'failed') return [server];
    return [server, { subject: 'credentials', outcome: 'passed', message: 'The server knows them.' }];
  } catch (error) {
    if (!isConnectionLost(error)) throw error;
    return [
      {
        subject: 'server',
        outcome: 'failed',
        message: `${error.message}.`,
        remedy: 'Correct the address, or let this machine reach it; for TLS, name the certificates to trust.',
        keys: ['connection.url'],
      },
    ];
  }
}

function denied(answer: SearchAnswer): CheckFinding {
  return {
    subject: 'credentials',
    outcome: 'failed',
    message: `${formatAnswer(answer)}.`,
    remedy: 'Give a user and password, or an API key, that the server knows.',
    keys: ['connection.username', 'connection.password', 'connection.api.key'],
  };
}

async function checkHealth(ask: Ask): Promise<readonly CheckFinding[]> {
  const answer = await ask({ method: 'GET', path: '/_cluster/health' });
  // Whoever only writes need not be allowed to see it.
  if (answer.status !== 200) return [];
  const { status } = JSON.parse(answer.body) as { readonly status: string };
  if (status !== 'red')
    return [{ subject: 'cluster', outcome: 'passed', message: `Its health is ${status}.` }];
  return [
    {
      subject: 'cluster',
      outcome: 'warning',
      message: 'Its health is red: some shards are missing, and documents for them are not taken.',
      remedy: 'GET /_cluster/allocation/explain says why.',
    },
  ];
}
