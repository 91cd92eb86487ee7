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

  /**
   * The first to name a family says of which type it is.
   * @param labels - what {@link labelText} made of them.
   */
  add(family: Family, labels: string, value: number): void {
    this.#linesOf(family).push(`${family.name}${inBraces(labels)} ${formatNumber(value)}`);
  }

  /** @param bounds - one less than there are counts. */
  addHistogram(
    family: Family,
    labels: string,
    { counts, sum, bounds }: HistogramValue & { readonly bounds: readonly number[] },
  ): void {
    const lines = this.#linesOf(family);
    const bucket = `${family.name}_bucket{${labels === '' ? '' : `${labels},`}le="`;
    let total = 0;
    for (const [index, count] of counts.entries()) {
      total += count;
      lines.push(`${bucket}${formatNumber(bounds[index] ?? Infinity)}"} ${total}`);
    }
    lines.push(`${family.name}_sum${inBraces(labels)} ${formatNumber(sum)}`);
    lines.push(`${family.name}_count${inBraces(labels)} ${total}`);
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

/** Labels as they stand between braces; many lines may share them. */
export function labelText(labels: Labels): string {
  const texts = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return texts.join(',');
}

function inBraces(labels: string): string {
  return labels === '' ? '' : `{${labels}}`;
}

function formatNumber(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', String.raw`\n`);
}

function escapeLabel(text: string): string {
  if (!/["\\\n]/.test(text)) return text;
  return escapeHelp(text).replaceAll('"', String.raw`\"`);
}
