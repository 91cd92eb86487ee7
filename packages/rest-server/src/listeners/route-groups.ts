import { routes, type RouteName } from '@sluice/rest-api';

const names = Object.keys(routes) as RouteName[];

/** The routes of administrators: `admin.listeners` says where they are. */
export const adminRouteNames: readonly RouteName[] = names.filter((name) => isForAdmins(routes[name].path));

/** All others. */
export const regularRouteNames: readonly RouteName[] = names.filter(
  (name) => !isForAdmins(routes[name].path),
);

function isForAdmins(path: string): boolean {
  return path.startsWith('/admin/');
}
