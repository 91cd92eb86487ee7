import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Some registries do not serve the packages of every platform; npm then leaves those of other platforms out of the
 * lockfile, and `npm ci` refuses it. Adds them as npm itself records them, without a checksum. Run after `npm install`.
 */

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const path = new URL('../package-lock.json', import.meta.url);
const lockfile = JSON.parse(readFileSync(path, 'utf8')) as {
  packages: Record<string, object & LockedPackage>;
};

const systems = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openharmony'];
const processors = ['arm64', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'arm'];

/** The platform that the name of a package says it is for; `null` when it says none. */
function platformOf(name: string): object | null {
  const os = systems.find((system) => name.includes(system));
  const cpu = processors.find((processor) => name.includes(processor));
  if (os === undefined || cpu === undefined) return null;
  const libc = name.includes('musl') ? 'musl' : 'glibc';
  return { cpu: [cpu], os: [os], ...(os === 'linux' ? { libc: [libc] } : {}) };
}

let added = 0;
for (const { dev, optionalDependencies = {} } of Object.values(lockfile.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const key = `node_modules/${name}`;
    const platform = platformOf(name);
    if (key in lockfile.packages || platform === null) continue;
    lockfile.packages[key] = { version, ...platform, ...(dev === true ? { dev } : {}), optional: true };
    added++;
  }
}
lockfile.packages = Object.fromEntries(
  Object.entries(lockfile.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
);
writeFileSync(path, `${JSON.stringify(lockfile, null, 2)}\n`);
console.log(`${added} packages of other platforms added to package-lock.json`);
