export { createWorkerLog, logLevelOf, type WorkerLog } from '@sluice/runtime';
export { startStandaloneWorker, type StandaloneWorker, type StandaloneWorkerOptions } from './compose.ts';
export { createConnectors } from './connector-files.ts';
