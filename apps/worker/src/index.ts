export { createWorkerLog, logLevelOf, type WorkerLog } from '@sluice/runtime';
export { startStandaloneWorker, type StandaloneWorker, type StandaloneWorkerOptions } from './compose.ts';
export { createConnectors, readConnectorFile } from './connector-files.ts';
