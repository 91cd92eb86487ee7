import { readFile, statfs } from 'node:fs/promises';
import { cpus, hostname, loadavg, uptime } from 'node:os';
import type { PluginLogger } from '@sluice/connect-api';
import { plainMetric } from '../records/metric-records.ts';
import type { Metric } from '../records/metric.ts';

/** What the machine of the worker shows, under the names that node_exporter gives it where that has them. */
export async function hostMetrics(
  job: string,
  fileSystems: readonly string[],
  log: PluginLogger,
): Promise<Metric[]> {
  const own: Own = new Map([
    ['instance', hostname()],
    ['job', job],
  ]);
  const parts = await Promise.allSettled([
    memory(own),
    network(own),
    ...fileSystems.map((path) => fileSystem(path, own)),
  ]);
  for (const part of parts) {
    if (part.status === 'rejected')
      log.debug({ reason: String(part.reason) }, 'A part of the machine cannot be measured');
  }
  return [
    ...processors(own),
    ...general(own),
    ...parts.flatMap((part) => (part.status === 'fulfilled' ? part.value : [])),
  ];
}

/** The labels that all of them have. */
type Own = ReadonlyMap<string, string>;

function general(own: Own): Metric[] {
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  return [
    gaugeOf('node_load1', one, own),
    gaugeOf('node_load5', five, own),
    gaugeOf('node_load15', fifteen, own),
    gaugeOf('node_boot_time_seconds', Math.round(Date.now() / 1000 - uptime()), own),
  ];
}

function processors(own: Own): Metric[] {
  return cpus().flatMap(({ times }, cpu) =>
    Object.entries(times).map(([mode, ms]) =>
      counterOf(
        'node_cpu_seconds_total',
        ms / 1000,
        withMore(own, { cpu: String(cpu), mode: mode === 'sys' ? 'system' : mode }),
      ),
    ),
  );
}

async function memory(own: Own): Promise<Metric[]> {
  const text = await readFile('/proc/meminfo', 'utf8');
  return [
    ...text.matchAll(/^(MemTotal|MemFree|MemAvailable|Buffers|Cached|SwapTotal|SwapFree):\s+(\d+) kB$/gm),
  ].map(([, name = '', kilobytes]) => gaugeOf(`node_memory_${name}_bytes`, Number(kilobytes) * 1024, own));
}

async function network(own: Own): Promise<Metric[]> {
  const text = await readFile('/proc/net/dev', 'utf8');
  return [...text.matchAll(/^\s*([^\s:]+):\s*(\d+)(?:\s+\d+){7}\s+(\d+)/gm)].flatMap(
    ([, device = '', received, sent]) => [
      counterOf('node_network_receive_bytes_total', Number(received), withMore(own, { device })),
      counterOf('node_network_transmit_bytes_total', Number(sent), withMore(own, { device })),
    ],
  );
}

async function fileSystem(path: string, own: Own): Promise<Metric[]> {
  const { bsize, blocks, bfree, bavail } = await statfs(path);
  const labels = withMore(own, { mountpoint: path });
  return [
    gaugeOf('node_filesystem_size_bytes', blocks * bsize, labels),
    gaugeOf('node_filesystem_free_bytes', bfree * bsize, labels),
    gaugeOf('node_filesystem_avail_bytes', bavail * bsize, labels),
  ];
}

function withMore(own: Own, more: Readonly<Record<string, string>>): Own {
  return new Map([...own, ...Object.entries(more)].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function gaugeOf(name: string, value: number, labels: Own): Metric {
  const unit = /_(bytes|seconds)$/.exec(name)?.[1] ?? null;
  return plainMetric(name, value, { type: 'gauge', labels, unit });
}

function counterOf(name: string, value: number, labels: Own): Metric {
  return plainMetric(name, value, { type: 'counter', labels, unit: null });
}
