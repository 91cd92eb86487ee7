import { isConnectError } from '@sluice/connect-api';
import { aliasesOf, predicateKind, transformationKind } from './chain/chain-kind.ts';
import { choiceOfAlias, classOfAlias } from './chain/plugin-version.ts';
import { chosenConverter, converterRoles, loadConverter } from './converter-choice.ts';
import type { Offer } from './keys/offer.ts';

/**
 * Loads the converters, transformations and predicates that a configuration names, so that it is known which of them
 * are broken. Everything that is wrong with one is said where its key is checked.
 */
export async function loadNamed(offer: Offer): Promise<void> {
  const { config, plugins } = offer;
  for (const role of converterRoles) {
    if ((config[`${role}.converter`] ?? null) === null) continue;
    await attempt(loadConverter(role, chosenConverter(role, offer), plugins));
  }
  for (const kind of [transformationKind, predicateKind]) {
    for (const alias of aliasesOf(config, kind)) {
      const name = classOfAlias(kind, alias, offer);
      await attempt(kind.load(plugins, name, choiceOfAlias(kind, alias, offer)));
    }
  }
}

async function attempt(loading: Promise<unknown>): Promise<void> {
  try {
    await loading;
  } catch (error) {
    if (!isConnectError(error)) throw error;
  }
}
