import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { PluginLogger } from '@sluice/connect-api';

export interface WatchEvents {
  /** Something was written to the file at a path, or that path has changed. */
  readonly onFile: (path: string) => void;
  /** Something appeared or vanished. */
  readonly onNames: () => void;
}

/** Hears from the file system what happens in some directories; where it cannot, says so once and stays silent. */
export class DirectoryWatches {
  readonly #events: WatchEvents;
  readonly #log: PluginLogger;
  readonly #watchers = new Map<string, FSWatcher>();
  #complained = false;

  constructor(events: WatchEvents, log: PluginLogger) {
    this.#events = events;
    this.#log = log;
  }

  /** Watches these directories and no others. */
  set(directories: ReadonlySet<string>): void {
    for (const [directory, watcher] of this.#watchers) {
      if (directories.has(directory)) continue;
      watcher.close();
      this.#watchers.delete(directory);
    }
    for (const directory of directories) if (!this.#watchers.has(directory)) this.#watch(directory);
  }

  close(): void {
    this.set(new Set());
  }

  #watch(directory: string): void {
    try {
      const watcher = watch(directory, { persistent: false });
      watcher.on('change', (kind, name) => this.#heard(directory, kind, String(name)));
      watcher.on('error', () => this.#drop(directory, watcher));
      this.#watchers.set(directory, watcher);
    } catch (error) {
      this.#complain(directory, error as NodeJS.ErrnoException);
    }
  }

  #heard(directory: string, kind: string, name: string): void {
    this.#events.onFile(join(directory, name));
    if (kind === 'rename') this.#events.onNames();
  }

  /** It is watched again when it is there again. */
  #drop(directory: string, watcher: FSWatcher): void {
    watcher.close();
    if (this.#watchers.get(directory) === watcher) this.#watchers.delete(directory);
  }

  #complain(directory: string, { code, message }: NodeJS.ErrnoException): void {
    if (code === 'ENOENT' || this.#complained) return;
    this.#complained = true;
    this.#log.warn(
      { directory, reason: message },
      'The file system cannot tell what happens in a directory; its files are looked at every discovery.interval.ms only. Raise fs.inotify.max_user_watches, or set watch=poll',
    );
  }
}
