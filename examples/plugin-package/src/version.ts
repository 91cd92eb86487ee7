/** Of all plugins in this package; `package.json` says the same. */
export const version = '1.0.0';
