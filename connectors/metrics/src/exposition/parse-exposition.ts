import { expositionError } from './exposition-error.ts';
import { LineScanner, sorted } from './line-scanner.ts';
import type { Exemplar, MetricFamily, MetricType, Sample } from './sample.ts';

/** How the text is written: Prometheus' own format, or OpenMetrics. */
export type ExpositionFormat = 'prometheus' | 'openmetrics';

interface OpenFamily {
  readonly name: string;
  type: MetricType;
  unit: string | null;
  readonly samples: Sample[];
}

const types: ReadonlySet<string> = new Set<MetricType>([
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
  'unknown',
]);
/** What may stand behind the name of a metric of a type. */
const suffixes: Readonly<Record<MetricType, readonly string[]>> = {
  counter: ['_total', '_created', ''],
  gauge: [''],
  histogram: ['_bucket', '_count', '_sum', '_created'],
  gaugehistogram: ['_bucket', '_gcount', '_gsum'],
  summary: ['', '_count', '_sum', '_created'],
  info: ['_info', ''],
  stateset: [''],
  unknown: [''],
};

/** Reads what an endpoint shows. @throws DataError with the number of a line that is not understood. */
export function parseExposition(text: string, format: ExpositionFormat): MetricFamily[] {
  return new ExpositionReader(format).read(text);
}

class ExpositionReader {
  readonly #format: ExpositionFormat;
  readonly #families = new Map<string, OpenFamily>();
  #current: OpenFamily | null = null;
  #hasEnded = false;

  constructor(format: ExpositionFormat) {
    this.#format = format;
  }

  read(text: string): MetricFamily[] {
    let line = 0;
    for (let start = 0; start < text.length;) {
      const feed = text.indexOf('\n', start);
      const end = feed === -1 ? text.length : feed;
      line += 1;
      this.#line(text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end), line);
      start = end + 1;
    }
    if (this.#format === 'openmetrics' && !this.#hasEnded) {
      throw expositionError(line, '# EOF is missing: the text was cut off');
    }
    return [...this.#families.values()].filter(({ samples }) => samples.length > 0);
  }

  #line(text: string, line: number): void {
    if (this.#hasEnded) throw expositionError(line, 'something stands after # EOF');
    if (text.startsWith('#')) this.#comment(text, line);
    else if (text.trim() !== '') this.#sample(new LineScanner(text, line), text);
  }

  #comment(text: string, line: number): void {
    if (text === '# EOF') {
      this.#hasEnded = this.#format === 'openmetrics';
      return;
    }
    const [, keyword, name = '', value = ''] = /^#\s*(TYPE|UNIT|HELP)\s+(\S+)\s*(.*)$/.exec(text) ?? [];
    if (keyword === undefined || keyword === 'HELP') return;
    const family = this.#family(name);
    this.#current = family;
    if (keyword === 'UNIT') {
      family.unit = value.trim() === '' ? null : value.trim();
      return;
    }
    const type = value.trim() === 'untyped' ? 'unknown' : value.trim();
    if (!types.has(type)) throw expositionError(line, `${value} is no type`);
    family.type = type as MetricType;
  }

  #sample(scanner: LineScanner, text: string): void {
    const labels = new Map<string, string>();
    scanner.skipBlanks();
    let name = scanner.next === '{' ? null : scanner.name();
    scanner.skipBlanks();
    if (scanner.take('{')) name = scanner.labels(labels) ?? name;
    if (name === null) throw scanner.error('the metric has no name');
    scanner.skipBlanks();
    const value = scanner.number();
    scanner.skipBlanks();
    const timestampMs = scanner.isAtEnd || scanner.next === '#' ? null : this.#timestamp(scanner);
    scanner.skipBlanks();
    const exemplar = scanner.take('#') ? this.#exemplar(scanner) : null;
    scanner.skipBlanks();
    if (!scanner.isAtEnd) throw scanner.error(`"${scanner.rest()}" stands behind the value in "${text}"`);
    this.#familyOf(name).samples.push({ name, labels: sorted(labels), value, timestampMs, exemplar });
  }

  /** Milliseconds in Prometheus' format, seconds in OpenMetrics. */
  #timestamp(scanner: LineScanner): number {
    const number = scanner.number();
    return this.#format === 'openmetrics' ? Math.round(number * 1000) : number;
  }

  #exemplar(scanner: LineScanner): Exemplar {
    const labels = new Map<string, string>();
    scanner.skipBlanks();
    if (!scanner.take('{')) throw scanner.error('an exemplar has no labels');
    scanner.labels(labels);
    scanner.skipBlanks();
    const value = scanner.number();
    scanner.skipBlanks();
    return {
      labels: sorted(labels),
      value,
      timestampMs: scanner.isAtEnd ? null : Math.round(scanner.number() * 1000),
    };
  }

  /** Of the family before it, where its name allows that. */
  #familyOf(name: string): OpenFamily {
    const current = this.#current;
    if (current !== null && suffixes[current.type].some((suffix) => name === current.name + suffix))
      return current;
    return this.#families.get(name) ?? this.#declared(name) ?? this.#family(name);
  }

  #declared(name: string): OpenFamily | null {
    const underscore = name.lastIndexOf('_');
    const family = this.#families.get(name.slice(0, underscore));
    return family !== undefined && suffixes[family.type].includes(name.slice(underscore)) ? family : null;
  }

  #family(name: string): OpenFamily {
    const known = this.#families.get(name);
    if (known !== undefined) return known;
    const family: OpenFamily = { name, type: 'unknown', unit: null, samples: [] };
    this.#families.set(name, family);
    return family;
  }
}
