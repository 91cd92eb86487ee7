import type { ConfigInfo, ConfigInfos } from '@sluice/connect-api';

/**
 * The validation result of a part of a configuration, whose keys stand under a prefix; messages name them without it.
 * Of such parts Connect counts the entries with errors, not the errors.
 */
export function prefixedInfos(prefix: string, infos: ConfigInfos): ConfigInfos {
  const configs = infos.configs.map((info) => withPrefix(prefix, info));
  const errorCount = configs.filter(({ value }) => value !== null && value.errors.length > 0).length;
  return { ...infos, error_count: errorCount, configs };
}

function withPrefix(prefix: string, { definition, value }: ConfigInfo): ConfigInfo {
  return {
    definition: definition && { ...definition, name: prefix + definition.name },
    value: value && { ...value, name: prefix + value.name },
  };
}
