import { describe, expect, it } from 'vitest';
import type { Measurements } from '../metrics.ts';
import { measureClient } from './measure-client.ts';

const records = 100_000;
// By CPU time, not by the clock: the machine may be busy with something else.
const spin = (ms: number): string =>
  `for (const end = process.cpuUsage().user + ${ms}000; process.cpuUsage().user < end;);`;

/** Measures a "client" that runs this script. */
function measure(script: string, timeoutMs = 60_000): Promise<Measurements> {
  const command = { command: process.execPath, args: ['-e', script] };
  const hasBegun = (log: string): boolean => /^first$/m.test(log);
  return measureClient({ name: 'the client', command, records, hasBegun, timeoutMs });
}

describe('measuring a client', () => {
  it('tells what it used in all from what it used for its records', async () => {
    const measured = await measure(`${spin(400)} require('fs').writeSync(1, 'first\\n'); ${spin(200)}`);
    const { cpuMicrosPerRecord = 0, wholeCpuMicrosPerRecord = 0 } = measured;
    expect(cpuMicrosPerRecord).toBeGreaterThan(1.5);
    expect(wholeCpuMicrosPerRecord).toBeGreaterThan(cpuMicrosPerRecord + 3);
    expect(measured.peakRssMib).toBeGreaterThan(20);
  }, 90_000);

  it('fails with the client, and shows what it said', async () => {
    await expect(measure("console.log('no such topic'); process.exit(3)")).rejects.toThrow(
      /the client failed.*no such topic/s,
    );
  });

  it('does not wait for ever', async () => {
    await expect(measure('setInterval(() => {}, 1000)', 300)).rejects.toThrow(/is not done after 300 ms/);
  });
});
