import type { Json } from './scenario.ts';

const converterOption = /^(key|value|header)\.converter\.(?!plugin\.version$)/;

interface Entry {
  readonly definition: { readonly name: string; readonly group: string | null } | null;
  readonly [field: string]: Json;
}

/** The answer of the validation endpoint. */
export interface Validation {
  readonly groups: readonly string[];
  readonly configs: readonly Entry[];
  readonly [field: string]: Json;
}

/** The options of each converter, and with them their groups, come from the Java worker in hash order. */
export function sortConverterOptions(validation: Validation): Json {
  const { groups, configs } = validation;
  const isOption = ({ definition }: Entry): boolean => converterOption.test(definition?.name ?? '');
  const byRole = Object.groupBy(configs.filter(isOption), ({ definition }) =>
    String(converterOption.exec(definition?.name ?? '')?.[1]),
  );
  const options = Object.values(byRole).flatMap((ofRole = []) => ofRole.toSorted(byDefinition));
  const others = configs.filter((entry) => !isOption(entry));
  const own = new Set(others.map(({ definition }) => definition?.group));
  const ofOptions = groups.filter((group) => !own.has(group));
  return {
    ...validation,
    groups: [...groups.filter((group) => own.has(group)), ...ofOptions.toSorted()],
    configs: [...others, ...options],
  };
}

function byDefinition(one: Entry, other: Entry): number {
  return (one.definition?.name ?? '') < (other.definition?.name ?? '') ? -1 : 1;
}
