// Protocols and ports as services, endpoints and policies name them.
// Upstream: supportedPortProtocols and ValidatePortNumOrName in pkg/apis/core/validation/validation.go.
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { isValidPortName, isValidPortNum } from '../validation/names.ts'

/** The protocols a port may have, in the order they are listed to people. */
export const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP']

/** A protocol that must be given. */
export function validateProtocol(protocol: string | undefined, path: Path, errors: FieldErrors): void {
  if (!protocol) errors.required(path)
  else if (!PROTOCOLS.includes(protocol)) errors.notSupported(path, protocol, PROTOCOLS)
}

/** A port by its number, or by the name a container gives it. */
export function validatePortNumOrName(port: number | string, path: Path, errors: FieldErrors): void {
  errors.invalidAll(path, port, typeof port === 'number' ? isValidPortNum(port) : isValidPortName(port))
}
