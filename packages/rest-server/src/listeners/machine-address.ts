import { networkInterfaces } from 'node:os';

const loopback = '127.0.0.1';

/** The first address of this machine that others may reach it by: IPv4 if it has one, loopback if it has none. */
export function machineAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  const reachable = addresses.find(({ internal, family }) => !internal && family === 'IPv4');
  return reachable?.address ?? loopback;
}
