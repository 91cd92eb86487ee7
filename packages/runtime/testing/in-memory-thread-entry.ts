import { parentPort, workerData } from 'node:worker_threads';
import type { Port } from '../src/task-host/thread/channel/rpc-channel.ts';
import { serveTasks } from '../src/task-host/thread/inside/serve-tasks.ts';
import type { ThreadData } from '../src/task-host/thread/thread-data.ts';
import { InMemoryClients } from './in-memory-clients.ts';

serveTasks(parentPort as Port, workerData as ThreadData, new InMemoryClients());
