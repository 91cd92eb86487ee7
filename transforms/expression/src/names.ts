/** The package of the class names of the transformations. */
export const transformsPackage = 'io.sluice.transforms';

export const version = '0.1.0';
