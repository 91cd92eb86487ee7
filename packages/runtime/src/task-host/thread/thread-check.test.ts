import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../../testing/in-memory-log.ts';
import { pluginPackage, workerProperties } from '../../../testing/plugins/in-memory-packages.ts';
import { MemoryOffsetStore } from '../../stores/memory-offset-store.ts';
import type { CheckFindings } from '../system-check.ts';
import { ThreadHost } from './thread-host.ts';

let host: ThreadHost;
beforeEach(() => {
  host = new ThreadHost({
    data: { cluster: null, workerProperties, pluginPackages: [pluginPackage], logLevel: 'silent', logFd: 2 },
    offsets: new MemoryOffsetStore(),
    gracefulTimeoutMs: 300,
    maxThreads: 1,
    entry: new URL('../../../testing/in-memory-thread-entry.ts', import.meta.url),
    log: new InMemoryLog(),
  });
});
afterEach(() => host.close());

function check(config: Readonly<Record<string, string>>, timeoutMs = 10_000): Promise<CheckFindings> {
  return host.checkSystem({
    name: 'c',
    config: { 'connector.class': 'TestSource', topic: 't', ...config },
    timeoutMs,
  });
}

const timedOut = {
  code: 'CHECK_TIMED_OUT',
  message: 'The check of connector c did not end within 0.2 s: the other system may be out of reach',
};

describe('a connector in a thread that is asked to look at the other system', () => {
  it('tells what it found', async () => {
    expect(await check({})).toEqual([
      { subject: 'c', outcome: 'passed', message: 'reached' },
      { subject: 't', outcome: 'failed', message: 'there is no t', remedy: 'create t', keys: ['topic'] },
    ]);
  });

  it('has found what it fails with', async () => {
    expect(await check({ 'check.does': 'fail' })).toEqual([
      { subject: 'the check', outcome: 'failed', message: 'cannot look for t' },
    ]);
  });

  it('has nothing to tell where its class does not know how to look', async () => {
    expect(await check({ 'connector.class': 'TestSink' })).toBeNull();
  });

  it('shows no secrets', async () => {
    const findings = await check({ topic: 'sesame-open', 'my.password': 'sesame-open' });
    expect(findings).toMatchObject([{}, { message: expect.not.stringContaining('sesame') as string }]);
    expect(JSON.stringify(findings?.map(({ remedy }) => remedy))).not.toContain('sesame');
  });

  it('is told to end when the time is over', async () => {
    await expect(check({ 'check.does': 'wait until told' }, 200)).rejects.toMatchObject(timedOut);
  });

  it('keeps nobody waiting when it blocks its thread, and the next is answered', async () => {
    await expect(check({ 'check.does': 'block' }, 200)).rejects.toMatchObject(timedOut);
    expect(await check({})).toHaveLength(2);
  });
});
