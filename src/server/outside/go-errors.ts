// What Go's network says where Node's failed: connections, name resolution, TLS. Upstream: net, crypto/tls and crypto/x509 of Go.
// Limit: what Node tells of and this does not know comes in Node's words.
import { isIP } from 'node:net'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import { checkServerIdentity } from 'node:tls'

/** A failure in Go's words. */
export class GoError extends Error {}

const ERRNO: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'connection timed out',
  EPIPE: 'broken pipe',
  EACCES: 'permission denied',
  EADDRNOTAVAIL: 'cannot assign requested address',
}
const LOOKUPS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'Temporary failure in name resolution',
}
const ALERTS: readonly (readonly [RegExp, string])[] = [
  [/certificate.required/i, 'certificate required'],
  [/bad.certificate/i, 'bad certificate'],
  [/handshake.failure/i, 'handshake failure'],
  [/unknown.ca/i, 'unknown certificate authority'],
  [/alert.protocol.version/i, 'protocol version not supported'],
  [/unrecognized.name/i, 'unrecognized name'],
  [/alert.internal.error/i, 'internal error'],
]

/** The text of an error of a connection; `named` stands for the address where that is not what clients know. */
export function goText(error: unknown, named?: string): string {
  if (error instanceof GoError) return error.message
  if (error instanceof AggregateError && error.errors.length > 0) return goText(error.errors[0], named)
  const { code = '', syscall = '', message, ...rest } = error as NodeJS.ErrnoException
  const { address, port, hostname } = rest as { address?: string; port?: number; hostname?: string }
  if (LOOKUPS[code] !== undefined) return `dial tcp: lookup ${hostname}: ${LOOKUPS[code]}`
  if (syscall === 'connect' && ERRNO[code] !== undefined) {
    return `dial tcp ${named ?? hostPort(address ?? '', port ?? 443)}: connect: ${ERRNO[code]}`
  }
  // Go tells the ends of the connection; a server that hangs up without a word is the end of what can be read.
  if (message === 'socket hang up' || (code === 'ECONNRESET' && syscall === '')) return 'EOF'
  if (ERRNO[code] !== undefined) return `${syscall}: ${ERRNO[code]}`
  const alert = ALERTS.find(([pattern]) => pattern.test(`${code} ${message}`))
  if (alert !== undefined) return `remote error: tls: ${alert[1]}`
  if (/wrong version number|http request|packet length too long/i.test(message)) {
    return 'http: server gave HTTP response to HTTPS client'
  }
  return message
}

/** net.JoinHostPort. */
export const hostPort = (host: string, port: number): string => `${host.includes(':') ? `[${host}]` : host}:${port}`

const UNKNOWN_AUTHORITY = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
])

/** Why a server's certificate is not accepted for a name; undefined where it is. Upstream: x509.Certificate.Verify. */
export function certificateProblem(socket: TLSSocket, name: string, now: Date): string | undefined {
  const certificate = socket.getPeerCertificate()
  const problem = timeProblem(certificate, now) ?? hostnameProblem(name, certificate) ?? chainProblem(socket)
  return problem === undefined ? undefined : `tls: failed to verify certificate: ${problem}`
}

function timeProblem({ valid_from: from, valid_to: to }: PeerCertificate, now: Date): string | undefined {
  const time = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z')
  const outOfTime = `x509: certificate has expired or is not yet valid: current time ${time(now)} is`
  if (now > new Date(to)) return `${outOfTime} after ${time(new Date(to))}`
  return now < new Date(from) ? `${outOfTime} before ${time(new Date(from))}` : undefined
}

function chainProblem({ authorized, authorizationError }: TLSSocket): string | undefined {
  if (authorized) return undefined
  // Node says a code where its types say an error.
  const code = String(authorizationError)
  return UNKNOWN_AUTHORITY.has(code) ? 'x509: certificate signed by unknown authority' : code
}

/** Node writes addresses in full. */
const goAddress = (address: string): string =>
  address.includes(':') ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address

/** HostnameError. */
function hostnameProblem(name: string, certificate: PeerCertificate): string | undefined {
  const names = (certificate.subjectaltname ?? '').split(', ').filter((one) => one !== '')
  const of = (sort: string): string[] =>
    names.filter((one) => one.startsWith(`${sort}:`)).map((one) => one.slice(sort.length + 1))
  if (names.length > 0 && checkServerIdentity(name, certificate) === undefined) return undefined
  if (names.length === 0 && checkServerIdentity(name, certificate) === undefined && isIP(name) === 0) {
    return 'x509: certificate relies on legacy Common Name field, use SANs instead'
  }
  const ip = isIP(name) > 0
  const valid = ip ? of('IP Address').map(goAddress) : of('DNS')
  if (ip && valid.length === 0) {
    return `x509: cannot validate certificate for ${name} because it doesn't contain any IP SANs`
  }
  return valid.length === 0
    ? `x509: certificate is not valid for any names, but wanted to match ${name}`
    : `x509: certificate is valid for ${valid.join(', ')}, not ${name}`
}
