import type { CheckContext, CheckFinding } from '@sluice/connect-api';
import type { PrometheusSourceConfig } from './config.ts';
import { Discovery } from './discovery/discover.ts';
import { targetsOf } from './discovery/target.ts';
import { parseRelabelRules } from './relabel/relabel-rules.ts';
import { HttpReader } from './scrape/http-reader.ts';
import { scrape, type Scrape } from './scrape/scrape.ts';

const maxChecked = 50;
const keys = ['targets', 'metrics.path', 'scheme'];

/** Scrapes each target once, the first of them where there are many. */
export async function checkTargets(
  config: PrometheusSourceConfig,
  { log, signal }: CheckContext,
): Promise<readonly CheckFinding[]> {
  const http = new HttpReader(config);
  try {
    const groups = await new Discovery({ config, http, log, signal }).groups();
    const targets = targetsOf(groups, {
      job: config.job,
      scheme: config.scheme,
      path: config['metrics.path'],
      rules: parseRelabelRules(config['relabel.targets']),
    });
    if (targets.length === 0) {
      const message = 'There are none; the log of the worker says so where a list could not be read.';
      return [
        {
          subject: 'targets',
          outcome: 'warning',
          message,
          keys: ['targets', 'targets.files', 'relabel.targets'],
        },
      ];
    }
    const settings = {
      timeoutMs: config['scrape.timeout.ms'],
      maxBytes: config['body.size.limit'],
      maxMetrics: config['sample.limit'],
      honorLabels: config['honor.labels'],
      rules: parseRelabelRules(config['relabel.metrics']),
    };
    const looks = targets.slice(0, maxChecked).map((target) => scrape(target, { http, settings, signal }));
    return (await Promise.all(looks)).map(findingOf);
  } finally {
    http.close();
  }
}

function findingOf({ target, problem, metrics }: Scrape): CheckFinding {
  const subject = `target ${target.url}`;
  if (problem === null) return { subject, outcome: 'passed', message: `It shows ${metrics.size} metrics.` };
  return { subject, outcome: 'failed', message: problem, remedy: `curl -v ${target.url}`, keys };
}
