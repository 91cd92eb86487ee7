import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A log that is written to all the time, and rotated in one way after the other. */
export class RotatingLog {
  readonly path: string;
  readonly #rotations: readonly (() => void)[];
  #written = 0;
  #rotated = 0;
  #timers: NodeJS.Timeout[] = [];
  #lastRotated: string | null = null;

  constructor(path: string, kind: 'file' | 'link') {
    this.path = path;
    this.#rotations =
      kind === 'link'
        ? [() => this.#moveLink()]
        : [() => this.#rename(), () => this.#copyAndTruncate(), () => this.#rename(), () => this.#pack()];
    if (kind === 'link') this.rotate();
  }

  /** How many lines there are by now: the numbers from 1 on. */
  get written(): number {
    return this.#written;
  }

  start({
    writeEveryMs,
    rotateEveryMs,
  }: {
    readonly writeEveryMs: number;
    readonly rotateEveryMs: number | null;
  }): void {
    this.#timers = [setInterval(() => this.write(20), writeEveryMs)];
    if (rotateEveryMs !== null) this.#timers.push(setInterval(() => this.rotate(), rotateEveryMs));
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  write(count: number): void {
    const lines = Array.from({ length: count }, () => `${this.path} ${(this.#written += 1)}\n`);
    appendFileSync(this.path, lines.join(''));
  }

  rotate(): void {
    this.#rotations[this.#rotated % this.#rotations.length]?.();
    this.#rotated += 1;
  }

  #rotatedPath(): string {
    return `${this.path}.${String(this.#rotated + 1)}`;
  }

  #rename(): void {
    this.#lastRotated = this.#rotatedPath();
    renameSync(this.path, this.#lastRotated);
    this.write(1);
  }

  #copyAndTruncate(): void {
    copyFileSync(this.path, this.#rotatedPath());
    truncateSync(this.path);
    this.write(1);
  }

  /** Renames, and packs what was renamed before. */
  #pack(): void {
    const old = this.#lastRotated;
    this.#rename();
    if (old === null) return;
    const { atime, mtime } = statSync(old);
    writeFileSync(`${old}.gz`, gzipSync(readFileSync(old)));
    utimesSync(`${old}.gz`, atime, mtime);
    rmSync(old);
  }

  /** To the next file, as the runtimes of containers do. */
  #moveLink(): void {
    const folder = join(dirname(this.path), `link-${this.#rotated}`);
    const target = join(folder, '0.log');
    mkdirSync(folder);
    writeFileSync(target, '');
    rmSync(this.path, { force: true });
    symlinkSync(target, this.path);
  }
}
