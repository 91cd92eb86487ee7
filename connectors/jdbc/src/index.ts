/** The declarations of this package. */
export const plugins = [] as const;
