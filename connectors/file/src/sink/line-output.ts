/** Where lines go. */
export interface LineOutput {
  open(): Promise<void>;
  /** Returns when the text, or its UTF-8 bytes, can be seen by readers. */
  write(text: string | Uint8Array): Promise<void>;
  /** Returns when everything written survives a crash of the machine, as far as the output can promise it. */
  sync(): Promise<void>;
  close(): Promise<void>;
}
