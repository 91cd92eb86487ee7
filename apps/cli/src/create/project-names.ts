import type { CreateArguments } from './create-arguments.ts';

/** Replaces the names of the template by those of a project. */
export function renamer({ name, kind, namespace }: CreateArguments): (text: string) => string {
  const suffix = `-${kind}`;
  const words = (name.endsWith(suffix) ? name.slice(0, -suffix.length) : name).split('-');
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const camel = pascal.charAt(0).toLowerCase() + pascal.slice(1);
  const names: Readonly<Record<string, string>> = {
    'org.example': namespace,
    Example: pascal,
    example: camel,
  };
  return (text) => text.replaceAll(/org\.example|Example|example/g, (found) => names[found] ?? found);
}
