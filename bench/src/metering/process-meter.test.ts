import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ProcessMeter } from './process-meter.ts';

// By CPU time, not by the clock: the machine may be busy with something else.
const spin = 'while (process.cpuUsage().user < 300_000);';

describe('a process meter', () => {
  it('counts the children of the process, while they run and after they ended', async () => {
    const script = `"$0" -e '${spin}'; echo done; sleep 600`;
    const child = spawn('/bin/sh', ['-c', script, process.execPath], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = child.pid ?? 0;
    try {
      const meter = new ProcessMeter(pid);
      await expect.poll(() => meter.rssBytes(), { timeout: 5000 }).toBeGreaterThan(20 * 1024 ** 2);
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await expect.poll(() => meter.cpuSeconds(), { timeout: 5000 }).toBeGreaterThanOrEqual(0.29);
      await expect.poll(() => meter.rssBytes(), { timeout: 5000 }).toBeLessThan(20 * 1024 ** 2);
    } finally {
      process.kill(-pid, 'SIGKILL');
    }
  });

  it('does not count processes of other groups', () => {
    expect(new ProcessMeter(2 ** 30).cpuSeconds()).toBe(0);
  });
});
