import type * as Driver from '@redis/client';
import type { Argument } from './command.ts';

/** What is used of a connection of the driver, whose own types depend on protocol, modules and scripts. */
export interface DriverClient {
  readonly isOpen: boolean;
  readonly isReady: boolean;
  connect(): Promise<unknown>;
  destroy(): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  sendCommand(args: readonly Argument[], options?: object): Promise<unknown>;
  multi(): DriverBatch;
  pSubscribe(
    pattern: string,
    listener: (message: Buffer, channel: Buffer) => void,
    asBytes: true,
  ): Promise<unknown>;
}

export interface DriverBatch {
  addCommand(args: readonly Argument[]): unknown;
  execAsPipeline(): Promise<unknown>;
  exec(): Promise<unknown>;
}

/** A node of a cluster, as the driver knows it. */
export interface DriverMaster {
  readonly address: string;
  readonly host: string;
  readonly port: number;
}

/** What is used of a cluster of the driver. */
export interface DriverCluster {
  readonly isOpen: boolean;
  readonly masters: readonly DriverMaster[];
  readonly replicas: readonly DriverMaster[];
  /** By slot; those that no node has are missing. */
  readonly slots: readonly ({ readonly master: DriverMaster } | undefined)[];
  connect(): Promise<unknown>;
  destroy(): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  nodeClient(master: DriverMaster): Promise<DriverClient> | DriverClient;
  sendCommand(
    key: Argument,
    isReadonly: boolean,
    args: readonly Argument[],
    options?: object,
  ): Promise<unknown>;
}

export type DriverModule = Pick<typeof Driver, 'ErrorReply' | 'MultiErrorReply' | 'RESP_TYPES'> & {
  createClient(options: object): DriverClient;
  createCluster(options: object): DriverCluster;
};

let loading: Promise<DriverModule> | undefined;

/** The client of Redis, imported when it is first needed. */
export function loadDriver(): Promise<DriverModule> {
  return (loading ??= import('@redis/client') as unknown as Promise<DriverModule>);
}
