/** Beyond so many bytes a file of lines wants to be written. */
export const lineBlockBytes = 64 * 1024;
