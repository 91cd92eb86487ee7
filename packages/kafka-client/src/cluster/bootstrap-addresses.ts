import type { BrokerAddress } from '../settings/bootstrap-servers.ts';
import type { ClientSettings } from '../settings/client-settings.ts';

/** Where to look for the cluster first, by `client.dns.lookup`. */
export async function bootstrapAddresses(
  settings: Pick<ClientSettings, 'bootstrap.servers' | 'client.dns.lookup'>,
): Promise<readonly BrokerAddress[]> {
  const servers = settings['bootstrap.servers'];
  if (settings['client.dns.lookup'] === 'use_all_dns_ips') return servers;
  return (await Promise.all(servers.map(canonicalAddresses))).flat();
}

/** An alias stands for all the hosts behind it: certificates and tickets are made out to their own names. */
async function canonicalAddresses(server: BrokerAddress): Promise<readonly BrokerAddress[]> {
  const { lookup } = await import('node:dns/promises');
  try {
    const found = await lookup(server.host, { all: true });
    const names = await Promise.all(found.map(({ address }) => canonicalName(address, server.port)));
    return [...new Set(names)].map((host) => ({ host, port: server.port }));
  } catch {
    // Connecting to it will say what is wrong.
    return [server];
  }
}

async function canonicalName(address: string, port: number): Promise<string> {
  const { lookupService } = await import('node:dns/promises');
  try {
    return (await lookupService(address, port)).hostname;
  } catch {
    return address;
  }
}
