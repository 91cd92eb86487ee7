import type { Json } from './scenario.ts';

/** Options of converters, and settings of clients. */
const option =
  /^(?:(key|value|header)\.converter\.(?!plugin\.version$)|(producer|consumer|admin)\.override\.)/;

interface Entry {
  readonly definition: { readonly name: string; readonly group: string | null } | null;
  readonly value: { readonly name: string } | null;
  readonly [field: string]: Json;
}

/** The answer of the validation endpoint. */
export interface Validation {
  readonly groups: readonly string[];
  readonly configs: readonly Entry[];
  readonly [field: string]: Json;
}

/** The options of each converter, the settings of each client, and their groups come from Java in hash order. */
export function sortOptions(validation: Validation): Json {
  const { groups, configs } = validation;
  const isOption = (entry: Entry): boolean => option.test(nameOf(entry));
  const byOwner = Object.groupBy(configs.filter(isOption), ownerOf);
  const options = Object.values(byOwner).flatMap((ofOwner = []) => ofOwner.toSorted(byName));
  const others = configs.filter((entry) => !isOption(entry));
  const own = new Set(others.map(({ definition }) => definition?.group));
  const ofOptions = groups.filter((group) => !own.has(group));
  return {
    ...validation,
    groups: [...groups.filter((group) => own.has(group)), ...ofOptions.toSorted()],
    configs: [...others, ...options],
  };
}

function nameOf({ definition, value }: Entry): string {
  return definition?.name ?? value?.name ?? '';
}

function ownerOf(entry: Entry): string {
  const [, converter, client] = option.exec(nameOf(entry)) ?? [];
  return String(converter ?? client);
}

function byName(one: Entry, other: Entry): number {
  return nameOf(one) < nameOf(other) ? -1 : 1;
}
