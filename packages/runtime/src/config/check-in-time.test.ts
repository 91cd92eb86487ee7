import { describe, expect, it } from 'vitest';
import { checkInTime } from './check-in-time.ts';

describe('a look at the system that a connector works with', () => {
  it('is what the connector found', async () => {
    const issues = [{ key: 'connection.url', message: 'nobody is there' }];
    expect(await checkInTime(Promise.resolve(issues))).toEqual(issues);
  });

  it('is an issue when there is no answer', async () => {
    const [issue] = await checkInTime(new Promise(() => {}), 5);
    expect(issue?.message).toMatch(/gave no answer within 5 ms/);
  });

  it('fails as the connector fails', async () => {
    await expect(checkInTime(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
