export {
  advertisedAddress,
  formatAdvertisedUrl,
  formatWorkerId,
  parseAdvertisedProtocol,
  type AdvertisedAddress,
  type AdvertisedSettings,
} from './listeners/advertised-address.ts';
export type { ExtensionMaker } from './extensions/extension-set.ts';
export type { CrossOriginSettings } from './http/cross-origin.ts';
export type { ListenerTls } from './listeners/https-server.ts';
export { parseListeners, type Listener, type ListenerProtocol } from './listeners/listener.ts';
export type { RequestLog } from './app/request-log.ts';
export { startRestServer, type RestServer, type RestServerOptions } from './server/rest-server.ts';
