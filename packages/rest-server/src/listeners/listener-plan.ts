import type { RouteName } from '@sluice/rest-api';
import { parseListeners, type Listener } from './listener.ts';
import { adminRouteNames, regularRouteNames } from './route-groups.ts';

/** What a listener serves. */
export interface PlannedListener {
  readonly listener: Listener;
  /** Of `admin.listeners` alone: without what the settings add to answers, and without extensions. */
  readonly isAdmin: boolean;
  readonly routeNames: readonly RouteName[];
}

/** The listeners of a worker, at least one that is regular and first. */
export type ListenerPlan = readonly [PlannedListener, ...PlannedListener[]];

/**
 * Divides routes over listeners.
 * @param admin - `admin.listeners`: `null` serves the routes of administrators where the others are, an empty list
 * nowhere, and else they are at these addresses only. An address that is regular too serves both.
 * @throws ConfigError for a listener that cannot be understood.
 */
export function planListeners(regular: readonly string[], admin: readonly string[] | null): ListenerPlan {
  const [first, ...others] = parseListeners(regular);
  const forAdmins = isNone(admin) ? [] : parseListeners(admin, 'admin.listeners');
  const plan = (listener: Listener): PlannedListener => {
    const isShared = admin === null || forAdmins.some((one) => isSame(one, listener));
    const routeNames = isShared ? [...regularRouteNames, ...adminRouteNames] : regularRouteNames;
    return { listener, isAdmin: false, routeNames };
  };
  const own = forAdmins.filter((one) => ![first, ...others].some((listener) => isSame(one, listener)));
  return [
    plan(first),
    ...others.map(plan),
    ...own.map((listener) => ({ listener, isAdmin: true, routeNames: adminRouteNames })),
  ];
}

function isNone(admin: readonly string[] | null): admin is null | [] {
  return admin === null || admin.every((text) => text.trim() === '');
}

function isSame(one: Listener, other: Listener): boolean {
  return (
    one.protocol === other.protocol && one.host === other.host && one.port === other.port && one.port > 0
  );
}
