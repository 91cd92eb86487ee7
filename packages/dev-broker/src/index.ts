export { apiHandlers as supportedApis } from './apis/handlers.ts';
export { leftOut, type LeftOut } from './apis/left-out.ts';
export type { BrokerLog } from './broker.ts';
export { startDevBroker } from './dev-broker.ts';
export type {
  BrokerFaults,
  DevBroker,
  DevBrokerOptions,
  SaslListening,
  TlsListening,
} from './dev-broker-options.ts';
export type { CoordinatorKind } from './faults/coordinator-key.ts';
export type { Fault, FaultEffect, FaultRule } from './faults/faults.ts';
export type { SupportedApi } from './requests/api-handler.ts';
export type { SaslMechanism } from './sasl/user-directory.ts';
export type { FsyncPolicy } from './storage/disk-file.ts';
