import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  aptPackage,
  freePorts,
  makeTempFolder,
  ServiceProcess,
  type TempFolder,
} from '@sluice/testing-services';

const readyMs = 30_000;

/** A sample of Prometheus: seconds and the value as text. */
type PromPoint = readonly [number, string];

export interface PromSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: PromPoint;
  readonly values?: readonly PromPoint[];
  readonly histogram?: readonly [
    number,
    { readonly count: string; readonly sum: string; readonly buckets: readonly (readonly unknown[])[] },
  ];
}

/** Prometheus and node_exporter as the system's packages have them, each on a free port. */
export class PrometheusServices {
  readonly folder: TempFolder;
  readonly #services: ServiceProcess[] = [];

  private constructor(folder: TempFolder) {
    this.folder = folder;
  }

  static async open(): Promise<PrometheusServices> {
    return new PrometheusServices(await makeTempFolder('prometheus'));
  }

  /** @returns its address. */
  async startExporter(): Promise<string> {
    const [port = 0] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    const collectors = ['cpu', 'meminfo', 'loadavg', 'filesystem', 'uname', 'time'].map(
      (name) => `--collector.${name}`,
    );
    const args = [`--web.listen-address=${address}`, '--collector.disable-defaults', ...collectors];
    await this.#start('prometheus-node-exporter', args, `http://${address}/metrics`);
    return address;
  }

  /** @returns its URL, without a slash at the end. */
  async startPrometheus(config: string, flags: readonly string[] = []): Promise<string> {
    const [port = 0] = await freePorts(1);
    const file = join(this.folder.path, `prometheus-${port}.yml`);
    await writeFile(file, config);
    const args = [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(this.folder.path, `data-${port}`)}`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...flags,
    ];
    const url = `http://127.0.0.1:${port}`;
    await this.#start('prometheus', args, `${url}/-/ready`);
    return url;
  }

  async stop(): Promise<void> {
    for (const service of this.#services) await service.stop(10_000);
    await this.folder.remove();
  }

  async #start(name: string, args: readonly string[], readyUrl: string): Promise<void> {
    const command = await aptPackage(name);
    const logFile = join(this.folder.path, `${name}-${this.#services.length}.log`);
    const service = await ServiceProcess.start({ name, command, args, logFile });
    this.#services.push(service);
    await service.untilReady({ timeoutMs: readyMs, probe: async () => (await fetch(readyUrl)).ok });
  }
}

/** What Prometheus answers to a query. */
export async function askPrometheus(url: string, query: string): Promise<readonly PromSeries[]> {
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data, error } = (await response.json()) as {
    readonly data?: { readonly result: readonly PromSeries[] };
    readonly error?: string;
  };
  if (data === undefined) throw new Error(`${query}: ${error}`);
  return data.result;
}

/** A number as Prometheus writes it. */
export function promNumber(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}
