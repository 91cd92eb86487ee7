import { cpus, hostname, totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { hostMetrics } from './host-metrics.ts';

const ignore = (): void => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

describe('the metrics of the machine', () => {
  it('are those that the system tells', async () => {
    const metrics = await hostMetrics('host', ['/'], log);
    const named = (name: string) => metrics.filter((metric) => metric.name === name);
    expect(named('node_memory_MemTotal_bytes')[0]?.value).toBe(totalmem());
    expect(
      named('node_cpu_seconds_total').filter(({ labels }) => labels.get('mode') === 'idle'),
    ).toHaveLength(cpus().length);
    expect(named('node_load1')).toHaveLength(1);
    const [size] = named('node_filesystem_size_bytes');
    expect([size?.unit, size?.labels.get('mountpoint')]).toEqual(['bytes', '/']);
    expect(named('node_network_receive_bytes_total').map(({ labels }) => labels.get('device'))).toContain(
      'lo',
    );
    expect(
      metrics.every(({ labels }) => labels.get('instance') === hostname() && labels.get('job') === 'host'),
    ).toBe(true);
  });

  it('leave out what cannot be measured', async () => {
    const metrics = await hostMetrics('host', ['/no/such/path'], log);
    expect(metrics.some(({ name }) => name.startsWith('node_filesystem'))).toBe(false);
    expect(metrics.length).toBeGreaterThan(4);
  });
});
