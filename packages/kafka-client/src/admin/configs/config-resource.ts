import { wireNames } from '../names/wire-names.ts';

export type ConfigResourceType = 'TOPIC' | 'BROKER' | 'BROKER_LOGGER' | 'CLIENT_METRICS' | 'GROUP';

/** What has settings. A broker without a name stands for the defaults of all brokers. */
export interface ConfigResource {
  readonly type: ConfigResourceType;
  /** The topic or group, or the id of the broker. */
  readonly name: string;
}

export const resourceTypes = wireNames<Readonly<Record<ConfigResourceType, number>>>({
  TOPIC: 2,
  BROKER: 4,
  BROKER_LOGGER: 8,
  CLIENT_METRICS: 16,
  GROUP: 32,
});

/** Unique for each resource. */
export function resourceKey({ type, name }: ConfigResource): string {
  return `${type}:${name}`;
}

/** As errors name it: `topic t`. */
export function resourceLabel({ type, name }: ConfigResource): string {
  if (type === 'BROKER' && name === '') return 'all brokers';
  return `${type.toLowerCase().replaceAll('_', ' ')} ${name}`;
}

/** The broker that alone knows the settings of the resource; `null` where every broker does. */
export function owningBroker({ type, name }: ConfigResource): number | null {
  const isOwned = type === 'BROKER_LOGGER' || (type === 'BROKER' && name !== '');
  return isOwned ? Number(name) : null;
}
