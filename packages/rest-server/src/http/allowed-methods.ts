/** The order in which Connect lists them. */
const order = ['HEAD', 'POST', 'DELETE', 'GET', 'OPTIONS', 'PUT', 'PATCH'];

/** What `OPTIONS` answers for a path with these methods. */
export function allowedMethods(declared: readonly string[]): string[] {
  const head = declared.includes('GET') ? ['HEAD'] : [];
  const allowed = new Set([...declared, ...head, 'OPTIONS']);
  return order.filter((method) => allowed.has(method));
}
