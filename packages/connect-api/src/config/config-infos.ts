import { groupsOf } from './compose-definitions.ts';
import type { ConfigDefinition } from './config-definition.ts';
import type { ConfigKey, ConfigType } from './config-key.ts';
import type { ConfigValue } from './validate-config.ts';
import { formatConfigValue } from './values/value-text.ts';

/** A configuration key as the REST API describes it. */
export interface ConfigKeyInfo {
  readonly name: string;
  readonly type: ConfigType;
  readonly required: boolean;
  readonly default_value: string | null;
  readonly importance: string;
  readonly documentation: string;
  readonly group: string | null;
  readonly order_in_group: number;
  readonly width: string;
  readonly display_name: string;
  readonly dependents: readonly string[];
}

/** A validated value as the REST API shows it. */
export interface ConfigValueInfo {
  readonly name: string;
  readonly value: string | null;
  readonly recommended_values: readonly (string | null)[];
  readonly errors: readonly string[];
  readonly visible: boolean;
}

/** One entry of a validation result: a key without definition or without value has `null` in its place. */
export interface ConfigInfo {
  readonly definition: ConfigKeyInfo | null;
  readonly value: ConfigValueInfo | null;
}

/** The answer of the validation endpoint. */
export interface ConfigInfos {
  readonly name: string;
  readonly error_count: number;
  readonly groups: readonly string[];
  readonly configs: readonly ConfigInfo[];
}

/** Describes one key of a definition. */
export function describeKey(name: string, key: ConfigKey): ConfigKeyInfo {
  return {
    name,
    type: key.type,
    required: !key.hasDefault,
    default_value: formatConfigValue(key.type, key.defaultValue),
    importance: key.importance.toUpperCase(),
    documentation: key.doc,
    group: key.group,
    order_in_group: key.orderInGroup,
    width: key.width.toUpperCase(),
    display_name: key.displayName ?? name,
    dependents: key.dependents,
  };
}

/** Shows one value; `type` is `null` when no definition has the key. */
export function describeValue(value: ConfigValue, type: ConfigType | null): ConfigValueInfo {
  // Each recommended value of a list is one item of it.
  const itemType = type === null || type === 'LIST' ? 'STRING' : type;
  return {
    name: value.name,
    value: formatConfigValue(type ?? 'STRING', value.value),
    recommended_values: value.recommendedValues.map((item) => formatConfigValue(itemType, item)),
    errors: value.errors,
    visible: value.visible,
  };
}

/**
 * The validation result of one definition: first the values that it does not define, then its keys in its order.
 * @param name - `connector.class` as it was submitted.
 */
export function configInfos(
  name: string,
  definition: ConfigDefinition,
  values: readonly ConfigValue[],
): ConfigInfos {
  const valueOf = new Map(values.map((value) => [value.name, value]));
  const others = values.filter((value) => !Object.hasOwn(definition, value.name));
  const configs = [
    ...others.map((value): ConfigInfo => ({ definition: null, value: describeValue(value, null) })),
    ...Object.entries(definition).map(([keyName, key]): ConfigInfo => {
      const value = valueOf.get(keyName);
      return {
        definition: describeKey(keyName, key),
        value: value === undefined ? null : describeValue(value, key.type),
      };
    }),
  ];
  const errorCount = values.reduce((count, { errors }) => count + errors.length, 0);
  return { name, error_count: errorCount, groups: groupsOf(definition), configs };
}
