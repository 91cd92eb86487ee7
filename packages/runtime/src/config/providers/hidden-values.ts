import type { ConfigInfos } from '@sluice/connect-api';
import type { SubmittedConfig } from '../../herder/herder.ts';
import type { HiddenTexts } from '../secrets/hidden-texts.ts';
import { hasReference } from './references.ts';

/**
 * The outcome of a validation as it may be shown: with references where a Java worker shows the values that it
 * resolved them to.
 */
export function withReferences(
  infos: ConfigInfos,
  submitted: SubmittedConfig,
  provided: HiddenTexts,
): ConfigInfos {
  const configs = infos.configs.map(({ definition, value }) => {
    if (value === null) return { definition, value };
    const text = Object.hasOwn(submitted, value.name) ? (submitted[value.name] ?? null) : null;
    const isReference = text !== null && hasReference(text) && definition?.type !== 'PASSWORD';
    return {
      definition,
      value: {
        ...value,
        value: isReference && value.value !== null ? text : value.value,
        errors: value.errors.map((message) => provided.hide(message)),
      },
    };
  });
  return { ...infos, configs };
}
