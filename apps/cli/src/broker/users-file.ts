import { readFileSync } from 'node:fs';

/**
 * Users and their passwords from lines of `user=password`; empty lines and those that begin with # are left out.
 * @throws Error naming a line that is none; it does not quote it, for there may be a password in it.
 */
export function readUsers(file: string): Readonly<Record<string, string>> {
  const users: Record<string, string> = {};
  readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .forEach((line, index) => {
      if (line.trim() === '' || line.startsWith('#')) return;
      const at = line.indexOf('=');
      const user = line.slice(0, at).trim();
      if (at < 0 || user === '') throw new Error(`line ${index + 1} of ${file} is not user=password`);
      users[user] = line.slice(at + 1);
    });
  return users;
}
