import { familyName, type FamilyName, type MetricNaming, type NamedMetric } from './family-names.ts';

/** What metrics and tags are called in one text: thousands of lines share a few names, and each is made once. */
export class MetricNames {
  readonly #naming: MetricNaming;
  readonly #families = new Map<string, FamilyName>();
  readonly #labels = new Map<FamilyName['labelOf'], Map<string, string>>();

  constructor(naming: MetricNaming) {
    this.#naming = naming;
  }

  family(metric: NamedMetric): FamilyName {
    const key = `${metric.domain} ${metric.group} ${metric.name} ${metric.isText}`;
    let found = this.#families.get(key);
    if (found === undefined) this.#families.set(key, (found = familyName(metric, this.#naming)));
    return found;
  }

  label(tag: string, { labelOf }: Pick<FamilyName, 'labelOf'>): string {
    let labels = this.#labels.get(labelOf);
    if (labels === undefined) this.#labels.set(labelOf, (labels = new Map<string, string>()));
    let label = labels.get(tag);
    if (label === undefined) labels.set(tag, (label = labelOf(tag)));
    return label;
  }
}
