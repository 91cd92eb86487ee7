import { describe, expect, it } from 'vitest';
import { formatListener } from './listener.ts';
import { planListeners } from './listener-plan.ts';

function plan(regular: string[], admin: string[] | null): string[] {
  return planListeners(regular, admin).map(({ listener, routeNames, isAdmin }) => {
    const groups = [routeNames.includes('getConnector'), routeNames.includes('listLoggers')];
    const [regular, admins] = groups;
    return `${formatListener(listener)} ${regular ? 'regular' : ''} ${admins ? 'admin' : ''} ${isAdmin}`;
  });
}

describe('the routes of administrators', () => {
  it('are where the others are by default', () => {
    expect(plan(['http://a:1', 'http://b:2'], null)).toEqual([
      'http://a:1 regular admin false',
      'http://b:2 regular admin false',
    ]);
  });

  it('are nowhere when their list is empty', () => {
    for (const none of [[], ['']]) expect(plan(['http://a:1'], none)).toEqual(['http://a:1 regular  false']);
  });

  it('are at their own addresses only, when these are given', () => {
    expect(plan(['http://a:1'], ['https://a:2', 'http://b:1'])).toEqual([
      'http://a:1 regular  false',
      'https://a:2  admin true',
      'http://b:1  admin true',
    ]);
  });

  it('are with the others at an address that both name', () => {
    expect(plan(['http://a:1', 'http://b:2'], ['http://b:2'])).toEqual([
      'http://a:1 regular  false',
      'http://b:2 regular admin false',
    ]);
    expect(plan(['http://a:0'], ['http://a:0'])).toEqual([
      'http://a:0 regular  false',
      'http://a:0  admin true',
    ]);
  });

  it('name their setting when an address cannot be understood', () => {
    expect(() => planListeners(['http://a:1'], ['ftp://a:2'])).toThrow(
      expect.objectContaining({ key: 'admin.listeners' }) as Error,
    );
  });
});
