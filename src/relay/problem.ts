import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { GenError, type ErrorCode, type PlainError } from '../core/errors.ts';

/** RFC 9457 problem details; `code`, `reason` and `data` are what programs read. */
export interface Problem extends PlainError {
  readonly type: string;
  readonly title: string;
  readonly status: number;
}

const STATUS: Readonly<Record<ErrorCode, number>> = {
  NotFound: 404,
  AlreadyExists: 409,
  InvalidState: 409,
  InvalidInput: 400,
  PermissionDenied: 403,
  SignatureInvalid: 401,
  HashMismatch: 422,
  WasmInvalid: 422,
  VersionConflict: 409,
  DependencyCycle: 422,
  QuotaExceeded: 429,
  Storage: 507,
  Network: 502,
  Timeout: 504,
  Cancelled: 408,
};

/** Where HTTP has a more telling status than the code's. */
const SPECIAL: Readonly<Record<string, number>> = {
  'InvalidInput length-required': 411,
  'InvalidInput post-size': 413,
  'QuotaExceeded blob-size': 413,
  'InvalidInput content-type': 415,
  // Signed by who holds one, the same request goes through.
  'PermissionDenied read-capability': 401,
  'Storage read-only': 503,
  'InvalidState app-missing': 503,
  'InvalidState unexpected': 500,
};

export function problemOf({ code, reason, data }: PlainError): Problem {
  const status = SPECIAL[`${code} ${reason}`] ?? STATUS[code];
  return {
    type: `urn:gen-registry:error:${code}:${reason}`,
    title: `${code}: ${reason}`,
    status,
    code,
    reason,
    data,
  };
}

/** @param status where HTTP itself has decided on one. */
export function sendProblem(reply: FastifyReply, error: PlainError, status?: number): FastifyReply {
  const problem = problemOf(error);
  const sent = status === undefined ? problem : { ...problem, status };
  return reply
    .code(sent.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(sent);
}

/** What the HTTP framework itself refuses. */
const FRAMEWORK: Readonly<Record<string, GenError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new GenError('InvalidInput', 'post-size'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new GenError('InvalidInput', 'content-type'),
};

/** What a request is refused with; `undefined` for a bug. */
export function requestRefusal(thrown: FastifyError | GenError): GenError | undefined {
  if (thrown instanceof GenError) return thrown;
  const known = FRAMEWORK[thrown.code];
  if (known !== undefined) return known;
  return thrown.statusCode !== undefined && thrown.statusCode < 500
    ? new GenError('InvalidInput', 'request', { text: thrown.message })
    : undefined;
}

/** Bugs are logged whole and told to nobody. */
export function answerError(thrown: FastifyError | GenError, request: FastifyRequest, reply: FastifyReply) {
  const error = requestRefusal(thrown);
  if (error !== undefined) {
    return sendProblem(
      reply,
      error,
      error.reason === 'request' ? (thrown as FastifyError).statusCode : undefined,
    );
  }
  request.log.error({ err: thrown, url: request.url }, 'failed');
  return sendProblem(reply, new GenError('InvalidState', 'unexpected'));
}
