import type { CheckFinding } from '@sluice/connect-api';
import type { Ask } from './check-search.ts';

const needed = ['write', 'view_index_metadata'] as const;

interface PrivilegesAnswer {
  readonly username: string;
  readonly index: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
}

/** What Elasticsearch says the user may do with these resources; OpenSearch has no way to ask. */
export async function checkPrivileges(
  resources: readonly string[],
  ask: Ask,
): Promise<readonly CheckFinding[]> {
  if (resources.length === 0) return [];
  const body = JSON.stringify({ index: [{ names: resources, privileges: needed }] });
  const answer = await ask({ method: 'POST', path: '/_security/user/_has_privileges', body });
  // Without security there is no such thing.
  if (answer.status !== 200) return [];
  const { username, index } = JSON.parse(answer.body) as PrivilegesAnswer;
  return Object.entries(index).map(([name, privileges]) => {
    const missing = needed.filter((privilege) => privileges[privilege] !== true);
    const subject = `privileges on ${name}`;
    if (missing.length === 0) {
      return { subject, outcome: 'passed', message: `The user ${username} may write there.` };
    }
    return {
      subject,
      outcome: 'failed',
      message: `The user ${username} lacks ${missing.join(' and ')}.`,
      remedy: `PUT /_security/role/… {"indices":[{"names":["${name}"],"privileges":["create_index","view_index_metadata","write"]}]}`,
      keys: ['connection.username'],
    };
  });
}
