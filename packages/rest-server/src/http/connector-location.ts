/**
 * The `Location` of a connector: absolute, with the host the client used.
 * @param origin - e.g. `http://localhost:8083`.
 */
export function connectorLocation(origin: string, name: string): string {
  // RFC 3986 lets a segment hold these; `;` stays encoded because servers take what follows for a parameter.
  const segment = encodeURIComponent(name.toWellFormed()).replaceAll(
    /%(?:40|24|26|2B|2C|3D|3A)/g,
    decodeURIComponent,
  );
  return `${origin}/connectors/${segment}`;
}
