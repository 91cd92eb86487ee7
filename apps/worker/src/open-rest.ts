import {
  parseAdvertisedProtocol,
  parseListeners,
  startRestServer,
  type ListenerTls,
  type RestServer,
} from '@sluice/rest-server';
import {
  loadRestExtensions,
  loggerNames,
  parseHeaderRules,
  readRestTls,
  type AnyWorkerConfig,
  type PluginRegistry,
  type WorkerLog,
} from '@sluice/runtime';

/**
 * Opens the REST API as the worker's properties want it.
 * @throws ConfigError for what is wrong with them; ConnectError for an address that cannot be had.
 */
export async function openRest(
  { properties, values }: AnyWorkerConfig,
  { plugins, log }: { readonly plugins: PluginRegistry; readonly log: WorkerLog },
): Promise<RestServer> {
  const restLog = log.child({ logger: loggerNames.rest });
  const admin = values['admin.listeners'];
  return startRestServer({
    listeners: values.listeners,
    adminListeners: admin,
    tls: await tlsOf(properties, { listeners: values.listeners, prefix: 'listeners.https.' }),
    adminTls: await tlsOf(properties, { listeners: admin ?? [], prefix: 'admin.listeners.https.' }),
    advertisedProtocol: parseAdvertisedProtocol(values['rest.advertised.listener']),
    advertisedHost: values['rest.advertised.host.name'],
    advertisedPort: values['rest.advertised.port'],
    crossOrigin: {
      origins: values['access.control.allow.origin'],
      methods: values['access.control.allow.methods'],
    },
    headerRules: parseHeaderRules(values['response.http.headers.config']),
    extensions: await loadRestExtensions(values['rest.extension.classes'], {
      properties,
      plugins,
      log: restLog,
    }),
    log: restLog,
  });
}

interface TlsPlace {
  readonly listeners: readonly string[];
  readonly prefix: Parameters<typeof readRestTls>[1];
}

/** Stores are read only where a listener needs them. */
async function tlsOf(
  properties: AnyWorkerConfig['properties'],
  { listeners, prefix }: TlsPlace,
): Promise<ListenerTls | null> {
  const given = listeners.filter((text) => text.trim() !== '');
  if (given.length === 0) return null;
  const needsTls = parseListeners(given).some(({ protocol }) => protocol === 'https');
  return needsTls ? readRestTls(properties, prefix) : null;
}
