import { join, resolve } from 'node:path';
import { bundlePackage, removeOldCode } from './bundle/bundle-package.ts';
import { readBundledPackages } from './bundle/bundled-package.ts';

/** Builds the code that users run into the `dist` of each package, beside the declarations that `tsc -b` writes. */
for (const bundled of readBundledPackages(resolve(import.meta.dirname, '..'))) {
  const outputFolder = join(bundled.folder, 'dist');
  removeOldCode(outputFolder, await bundlePackage(bundled, outputFolder));
}
