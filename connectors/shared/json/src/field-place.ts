/** `order.lines`, the field `lines` in `order`. */
export function innerPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

export function placeOf(path: string): string {
  return path === '' ? 'The value' : `The field '${path}'`;
}
