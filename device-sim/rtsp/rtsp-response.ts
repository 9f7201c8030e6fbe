/** Status codes that are answered with, and their phrases (RFC 2326, 7.1.1). */
const REASON_PHRASES = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  453: 'Not Enough Bandwidth',
  454: 'Session Not Found',
  455: 'Method Not Valid in This State',
  461: 'Unsupported Transport',
  503: 'Service Unavailable',
} as const;

export type RtspStatus = keyof typeof REASON_PHRASES;

/** What a request is answered with; `CSeq` is added when it is sent. */
export interface RtspResponse {
  readonly status: RtspStatus;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Writes a response. @param cseq the request's CSeq; null when it could not be read */
export function formatResponse(response: RtspResponse, cseq: string | null): string {
  const body = response.body ?? '';
  const lines = [`RTSP/1.0 ${response.status} ${REASON_PHRASES[response.status]}`];
  if (cseq !== null) lines.push(`CSeq: ${cseq}`);
  lines.push('Server: Lamppost device simulator');
  for (const [name, value] of Object.entries(response.headers ?? {})) lines.push(`${name}: ${value}`);
  if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
