import { parentPort, workerData } from 'node:worker_threads';
import { kafkaClients } from '../../work/kafka-clients.ts';
import type { Port } from './rpc-channel.ts';
import type { ThreadData } from './thread-data.ts';
import { serveTasks } from './serve-tasks.ts';

serveTasks(parentPort as Port, workerData as ThreadData, kafkaClients);
