export {
  advertisedAddress,
  formatAdvertisedUrl,
  formatWorkerId,
  type AdvertisedAddress,
  type AdvertisedSettings,
} from './listeners/advertised-address.ts';
export { parseListeners, type Listener, type ListenerProtocol } from './listeners/listener.ts';
export type { RequestLog } from './server/request-log.ts';
export { startRestServer, type RestServer, type RestServerOptions } from './server/rest-server.ts';
