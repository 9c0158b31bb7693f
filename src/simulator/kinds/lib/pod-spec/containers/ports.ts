// Ports of containers, alone and against each other.
// Upstream: pkg/apis/core/validation/validation.go (validateContainerPorts, checkHostPortConflicts, ValidatePortNumOrName).
import type { ContainerPort } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { isValidPortName, isValidPortNum } from '../../validation/names.ts'
import type { AnyContainer } from '../visit.ts'

const PROTOCOLS = ['SCTP', 'TCP', 'UDP']

/** The ports of one container. */
export function validateContainerPorts(ports: readonly ContainerPort[], path: Path, errors: FieldErrors): void {
  const names = new Set<string>()
  for (const [i, port] of ports.entries()) {
    const place = path.index(i)
    if (port.name) validateName(port.name, names, place.child('name'), errors)
    if (port.containerPort === 0) errors.required(place.child('containerPort'))
    else errors.invalidAll(place.child('containerPort'), port.containerPort, isValidPortNum(port.containerPort))
    if (port.hostPort) errors.invalidAll(place.child('hostPort'), port.hostPort, isValidPortNum(port.hostPort))
    if (!port.protocol) errors.required(place.child('protocol'))
    else if (!PROTOCOLS.includes(port.protocol)) {
      errors.notSupported(place.child('protocol'), port.protocol, PROTOCOLS)
    }
  }
}

function validateName(name: string, names: Set<string>, path: Path, errors: FieldErrors): void {
  const problems = isValidPortName(name)
  if (problems.length > 0) errors.invalidAll(path, name, problems)
  else if (names.has(name)) errors.duplicate(path, name)
  else names.add(name)
}

/** No two ports of these containers may take the same host port. */
export function validateHostPorts(containers: readonly AnyContainer[], path: Path, errors: FieldErrors): void {
  let taken: Set<string> | undefined
  for (const [c, { ports }] of containers.entries()) {
    if (ports === undefined) continue
    for (const [p, { hostPort, hostIP = '', protocol = '' }] of ports.entries()) {
      if (!hostPort) continue
      const key = `${protocol}/${hostIP}/${hostPort}`
      taken ??= new Set()
      if (taken.has(key)) errors.duplicate(path.index(c).child('ports').index(p).child('hostPort'), key)
      else taken.add(key)
    }
  }
}

/** A port by number or by name. */
export function validatePortNumOrName(port: number | string, path: Path, errors: FieldErrors): void {
  errors.invalidAll(path, port, typeof port === 'number' ? isValidPortNum(port) : isValidPortName(port))
}
