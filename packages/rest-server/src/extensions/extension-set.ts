import {
  ConfigError,
  isConnectError,
  type RestClusterState,
  type RestExtension,
  type RestExtensionAnswer,
  type RestExtensionRequest,
  type RestExtensionRoute,
} from '@sluice/connect-api';
import { routes } from '@sluice/rest-api';

/** An extension that is to be made. */
export interface ExtensionMaker {
  readonly className: string;
  create(cluster: RestClusterState): Promise<RestExtension>;
}

interface NamedExtension {
  readonly className: string;
  readonly extension: RestExtension;
}

/** The extensions of a worker, in the order in which they are asked. */
export class ExtensionSet {
  readonly #extensions: readonly NamedExtension[];

  private constructor(extensions: readonly NamedExtension[]) {
    this.#extensions = extensions;
  }

  /** @throws ConfigError naming the extension that cannot do its work; none is left open then. */
  static async create(makers: readonly ExtensionMaker[], cluster: RestClusterState): Promise<ExtensionSet> {
    const made: NamedExtension[] = [];
    const taken = new Set(Object.values(routes).map(signature));
    for (const { className, create } of makers) {
      try {
        const extension = await create(cluster);
        made.push({ className, extension });
        for (const route of extension.routes ?? []) take(taken, route);
      } catch (cause) {
        await new ExtensionSet(made).close();
        throw failedToStart(className, cause);
      }
    }
    return new ExtensionSet(made);
  }

  /** Whether any has a say in which requests are carried out. */
  get guards(): boolean {
    return this.#extensions.some(({ extension }) => extension.authorize !== undefined);
  }

  get routes(): readonly RestExtensionRoute[] {
    return this.#extensions.flatMap(({ extension }) => extension.routes ?? []);
  }

  /** The first refusal; `null` when nobody objects. */
  async authorize(request: RestExtensionRequest): Promise<RestExtensionAnswer | null> {
    for (const { extension } of this.#extensions) {
      const refusal = await extension.authorize?.(request);
      if (refusal !== undefined && refusal !== null) return refusal;
    }
    return null;
  }

  async close(): Promise<void> {
    await Promise.all(this.#extensions.map(async ({ extension }) => extension.close?.()));
  }
}

type Place = Pick<RestExtensionRoute, 'method' | 'path'>;

/** @throws ConfigError for a route that is somebody else's. */
function take(taken: Set<string>, route: Place): void {
  const { method, path } = route;
  if (!/^(?:\/(?:[\w\-.~]+|\{\w+\}))+$/.test(path)) {
    throw new ConfigError(
      `${path} is no path of a route: it is to be segments of letters, digits and -._~, or names in braces`,
    );
  }
  if (taken.has(signature(route))) {
    throw new ConfigError(`${method} ${path} is a route of the worker, or of another extension`);
  }
  taken.add(signature(route));
}

/** The same for routes that no request can tell apart. */
function signature({ method, path }: Place): string {
  return `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`;
}

function failedToStart(className: string, cause: unknown): ConfigError {
  const reason = cause instanceof Error || isConnectError(cause) ? cause.message : String(cause);
  return new ConfigError(`The REST extension ${className} cannot be started: ${reason}`, {
    code: 'REST_EXTENSION_FAILED',
    key: 'rest.extension.classes',
    cause,
  });
}
