import { existsSync } from 'node:fs';
import { isAbsolute, normalize, sep } from 'node:path';
import { ConfigError, string, type ConfigProviderContext } from '@sluice/connect-api';

/** The parameter of providers that read files. */
export const allowedPathsKey = string({
  doc: 'Folders and files, separated by commas, that references may lead to; by default all that the worker may read. Symbolic links in them are followed.',
  importance: 'high',
  default: null,
});

/** Where references may lead to. */
export class AllowedPaths {
  readonly #allowed: readonly string[] | null;
  readonly #log: ConfigProviderContext['log'];

  /**
   * @param text - absolute paths that exist, separated by commas without blanks; none allows everything.
   * @throws ConfigError for one that is not absolute or does not exist.
   */
  constructor(text: string | null, log: ConfigProviderContext['log']) {
    this.#allowed = text === null || text === '' ? null : text.split(',').map(existingPath);
    this.#log = log;
  }

  /** The path to use; `null` when there is none, or it leads elsewhere, of which the log is told. */
  resolve(path: string): string | null {
    if (path === '') return null;
    if (this.#allowed === null) return path;
    const normal = withoutLastSeparator(normalize(path));
    if (this.#allowed.some((allowed) => normal === allowed || normal.startsWith(below(allowed))))
      return normal;
    this.#log.warn({ path }, 'The path is not within allowed.paths; references to it stay as they are');
    return null;
  }
}

function existingPath(path: string): string {
  const normal = withoutLastSeparator(normalize(path));
  if (!isAbsolute(path)) throw notAllowed(`Path ${normal} is not absolute`);
  if (!existsSync(path)) throw notAllowed(`Path ${normal} does not exist`);
  return normal;
}

function below(folder: string): string {
  return folder === sep ? sep : folder + sep;
}

function withoutLastSeparator(path: string): string {
  return path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
}

function notAllowed(message: string): ConfigError {
  return new ConfigError(message, { code: 'CONFIG_VALUE_INVALID', key: 'allowed.paths' });
}
