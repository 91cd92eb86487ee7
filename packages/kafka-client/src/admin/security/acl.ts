import { operationNames, type AclOperation } from '../names/operations.ts';
import { wireNames } from '../names/wire-names.ts';

export type AclResourceType =
  'TOPIC' | 'GROUP' | 'CLUSTER' | 'TRANSACTIONAL_ID' | 'DELEGATION_TOKEN' | 'USER';
/** `PREFIXED` concerns all resources whose name begins so. */
export type AclPatternType = 'LITERAL' | 'PREFIXED';
export type AclPermission = 'ALLOW' | 'DENY';

/** One rule: who may or may not do what with which resources. */
export interface AclBinding {
  readonly resourceType: AclResourceType | 'UNKNOWN';
  /** `*` is all of the type; `kafka-cluster` is the cluster. */
  readonly resourceName: string;
  /** `LITERAL` when absent. */
  readonly patternType?: AclPatternType | 'UNKNOWN';
  /** For example `User:alice`; `User:*` is everybody. */
  readonly principal: string;
  /** An address; `*` (default) is every host. */
  readonly host?: string;
  readonly operation: AclOperation | 'UNKNOWN';
  readonly permission: AclPermission | 'UNKNOWN';
}

/** Which rules; what is absent does not restrict. */
export interface AclFilter {
  readonly resourceType?: AclResourceType;
  readonly resourceName?: string;
  /** `MATCH` finds every rule that concerns a resource of the name, whatever the pattern; `ANY` when absent. */
  readonly patternType?: AclPatternType | 'MATCH';
  readonly principal?: string;
  readonly host?: string;
  readonly operation?: AclOperation;
  readonly permission?: AclPermission;
}

const resourceTypes = wireNames<Readonly<Record<AclResourceType | 'ANY', number>>>({
  ANY: 1,
  TOPIC: 2,
  GROUP: 3,
  CLUSTER: 4,
  TRANSACTIONAL_ID: 5,
  DELEGATION_TOKEN: 6,
  USER: 7,
});

const patternTypes = wireNames<Readonly<Record<AclPatternType | 'ANY' | 'MATCH', number>>>({
  ANY: 1,
  MATCH: 2,
  LITERAL: 3,
  PREFIXED: 4,
});

const permissions = wireNames<Readonly<Record<AclPermission | 'ANY', number>>>({ ANY: 1, DENY: 2, ALLOW: 3 });

interface WireBinding {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly patternType: number;
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

export function toWireBinding(binding: AclBinding): Omit<WireBinding, 'patternType'> & {
  readonly resourcePatternType: number;
} {
  return {
    resourceType: resourceTypes.codeOf(known(binding.resourceType)),
    resourceName: binding.resourceName,
    resourcePatternType: patternTypes.codeOf(known(binding.patternType ?? 'LITERAL')),
    principal: binding.principal,
    host: binding.host ?? '*',
    operation: operationNames.codeOf(known(binding.operation)),
    permissionType: permissions.codeOf(known(binding.permission)),
  };
}

export function fromWireBinding(wire: WireBinding): Required<AclBinding> {
  return {
    resourceType: specific(resourceTypes.nameOf(wire.resourceType)),
    resourceName: wire.resourceName,
    patternType: specific(patternTypes.nameOf(wire.patternType)),
    principal: wire.principal,
    host: wire.host,
    operation: operationNames.nameOf(wire.operation),
    permission: specific(permissions.nameOf(wire.permissionType)),
  };
}

export interface WireFilter {
  readonly resourceTypeFilter: number;
  readonly resourceNameFilter: string | null;
  readonly patternTypeFilter: number;
  readonly principalFilter: string | null;
  readonly hostFilter: string | null;
  readonly operation: number;
  readonly permissionType: number;
}

export function toWireFilter(filter: AclFilter): WireFilter {
  return {
    resourceTypeFilter: resourceTypes.codeOf(filter.resourceType ?? 'ANY'),
    resourceNameFilter: filter.resourceName ?? null,
    patternTypeFilter: patternTypes.codeOf(filter.patternType ?? 'ANY'),
    principalFilter: filter.principal ?? null,
    hostFilter: filter.host ?? null,
    operation: operationNames.codeOf(filter.operation ?? 'ANY'),
    permissionType: permissions.codeOf(filter.permission ?? 'ANY'),
  };
}

/** As errors name it: `ALLOW READ by User:a on LITERAL TOPIC t`. */
export function formatBinding(binding: AclBinding): string {
  const { permission, operation, principal, patternType = 'LITERAL', resourceType, resourceName } = binding;
  return `${permission} ${operation} by ${principal} on ${patternType} ${resourceType} ${resourceName}`;
}

/** @throws RangeError for a rule of a newer broker, which cannot be told to another one. */
function known<N extends string>(name: N | 'UNKNOWN'): N {
  if (name === 'UNKNOWN') throw new RangeError('a rule that has a part this client does not know');
  return name;
}

/** Rules have no wildcards of filters in them. */
function specific<N extends string>(name: N | 'ANY' | 'MATCH'): N | 'UNKNOWN' {
  return name === 'ANY' || name === 'MATCH' ? 'UNKNOWN' : name;
}
