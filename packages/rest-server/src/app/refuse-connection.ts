import type { Socket } from 'node:net';
import { statusText, type RefusalStatus } from '../http/status-error.ts';

/** What Node says of bytes that are no request it can serve. */
type ParseFailure = Error & { readonly code?: string; readonly rawPacket?: unknown };

/** Answers on a connection whose bytes are no request, and ends it. */
export function refuseConnection(error: ParseFailure, socket: Socket): void {
  if (socket.destroyed || !socket.writable || error.code === 'ECONNRESET') return;
  const status = refusalStatus(error);
  const message = statusText(status);
  const body = JSON.stringify({ error_code: status, message });
  socket.end(
    `${message.replace('HTTP', 'HTTP/1.1')}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function refusalStatus({ code, rawPacket }: ParseFailure): RefusalStatus {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 431;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 408;
    case 'HPE_INVALID_METHOD':
      // Node parses only the verbs it knows: a well-formed request line with another one is still a request.
      return /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/1\.[01]\r\n/.test(String(rawPacket)) ? 405 : 400;
    default:
      return 400;
  }
}
