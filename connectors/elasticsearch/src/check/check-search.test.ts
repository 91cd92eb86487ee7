import type { CheckFinding } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { checkPrivileges } from './check-privileges.ts';
import { serverFinding } from './server-finding.ts';

const answer = (status: number, body: object | string) => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  server: 'http://node',
});

describe('what a server says of itself', () => {
  it.each<[object | string, CheckFinding['outcome'], string]>([
    [{ version: { number: '7.10.2' } }, 'passed', 'Elasticsearch 7.10.2'],
    [{ version: { number: '9.5.3' } }, 'passed', 'Elasticsearch 9.5.3'],
    [{ version: { number: '1.3.0', distribution: 'opensearch' } }, 'passed', 'OpenSearch 1.3.0'],
    [{ version: { number: '6.8.0' } }, 'warning', 'versions 7 to 9'],
    [{ version: { number: '4.0.0', distribution: 'opensearch' } }, 'warning', 'versions 1 to 3'],
    ['<html>', 'failed', 'does not answer as'],
    [{}, 'failed', 'does not answer as'],
  ])('%j', (body, outcome, message) => {
    const finding = serverFinding(answer(200, body));
    expect(finding.outcome).toBe(outcome);
    expect(finding.message).toContain(message);
  });
});

describe('the privileges of a user', () => {
  const privileges = (write: boolean) => ({
    username: 'shop',
    index: { orders: { write, view_index_metadata: true } },
  });
  const check = (status: number, body: object) =>
    checkPrivileges(['orders'], () => Promise.resolve(answer(status, body)));

  it('are enough, or are named where they lack', async () => {
    expect(await check(200, privileges(true))).toMatchObject([{ outcome: 'passed' }]);
    expect(await check(200, privileges(false))).toMatchObject([
      { subject: 'privileges on orders', outcome: 'failed', message: 'The user shop lacks write.' },
    ]);
  });

  it('are not known where there is no security', async () => {
    expect(await check(404, {})).toEqual([]);
  });
});
