import type { HistogramValue } from '../declare/metric-declaration.ts';

export type FamilyType = 'counter' | 'gauge' | 'histogram';

export interface Family {
  readonly name: string;
  readonly type: FamilyType;
  readonly help: string;
}

export type Labels = Readonly<Record<string, string>>;

/** Puts samples together by family, as version 0.0.4 of the text format of Prometheus wants them. */
export class PrometheusText {
  readonly #linesByFamily = new Map<string, string[]>();

  /** The first to name a family says of which type it is. */
  add(family: Family, labels: Labels, value: number): void {
    this.#linesOf(family).push(`${family.name}${formatLabels(labels)} ${formatNumber(value)}`);
  }

  /** @param bounds - one less than there are counts. */
  addHistogram(
    family: Family,
    labels: Labels,
    { counts, sum, bounds }: HistogramValue & { readonly bounds: readonly number[] },
  ): void {
    const lines = this.#linesOf(family);
    let total = 0;
    for (const [index, count] of counts.entries()) {
      total += count;
      const le = formatNumber(bounds[index] ?? Infinity);
      lines.push(`${family.name}_bucket${formatLabels({ ...labels, le })} ${total}`);
    }
    lines.push(`${family.name}_sum${formatLabels(labels)} ${formatNumber(sum)}`);
    lines.push(`${family.name}_count${formatLabels(labels)} ${total}`);
  }

  toString(): string {
    return [...this.#linesByFamily.values()].map((lines) => `${lines.join('\n')}\n`).join('');
  }

  #linesOf({ name, type, help }: Family): string[] {
    let lines = this.#linesByFamily.get(name);
    if (lines === undefined) {
      lines = [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`];
      this.#linesByFamily.set(name, lines);
    }
    return lines;
  }
}

function formatLabels(labels: Labels): string {
  const entries = Object.entries(labels);
  if (entries.length === 0) return '';
  return `{${entries.map(([name, value]) => `${name}="${escapeLabel(value)}"`).join(',')}}`;
}

function formatNumber(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', String.raw`\n`);
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', String.raw`\"`);
}
