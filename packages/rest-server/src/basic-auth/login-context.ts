import { ConfigError, type PluginLogger } from '@sluice/connect-api';
import type { LoginModule } from '@sluice/runtime';
import { propertyFileLogin, propertyFileLoginModule, type Login } from './property-file-login.ts';

type Step = Pick<LoginModule, 'flag'> & { readonly login: Login };

/**
 * The verdict of all modules of an entry, as JAAS comes to it: whoever is let in is so by at least one module, and
 * refused by none that is required.
 * @throws ConfigError for a module that cannot be had, or cannot do its work.
 */
export function loginBy(modules: readonly LoginModule[], log: PluginLogger): Login {
  const steps = modules.map((module): Step => ({ flag: module.flag, login: loginOf(module, log) }));
  return (credentials) => {
    let isIn = false;
    let isRefused = false;
    for (const { flag, login } of steps) {
      const isGood = login(credentials);
      isIn ||= isGood;
      isRefused ||= !isGood && (flag === 'required' || flag === 'requisite');
      if (isGood ? flag === 'sufficient' && !isRefused : flag === 'requisite') break;
    }
    return isIn && !isRefused;
  };
}

function loginOf(module: LoginModule, log: PluginLogger): Login {
  if (module.className !== propertyFileLoginModule) {
    throw new ConfigError(
      `The login module ${module.className} is a class of Java and cannot be loaded; this worker has ${propertyFileLoginModule}`,
      { code: 'CONFIG_VALUE_INVALID' },
    );
  }
  const { path, isOpen, login } = propertyFileLogin(module);
  if (isOpen) log.warn({ file: path }, 'The file with credentials is empty: everybody may use the REST API');
  return login;
}
