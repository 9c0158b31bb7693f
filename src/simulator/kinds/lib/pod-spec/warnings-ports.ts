// Ports of a pod that get in each other's way, and names that are there twice.
// Upstream: pkg/api/pod/warnings.go (the parts about ports).
import type { ContainerPort, PodSpec } from '../../../../generated/api/core.v1.ts'
import { quote } from '../../../../model/quote.ts'
import type { Path } from '../../../api/status/path.ts'
import { visitContainersWithPath } from './visit.ts'

interface Place {
  readonly path: Path
  readonly port: ContainerPort
}

/** The warnings about all ports of a pod. */
export function portWarnings(spec: PodSpec, specPath: Path): readonly string[] {
  const places: Place[] = []
  visitContainersWithPath(spec, specPath, ({ ports }, path) => {
    if (ports) for (const [i, port] of ports.entries()) places.push({ path: path.child('ports').index(i), port })
  })
  return places.length === 0 ? [] : [...clashWarnings(places), ...nameWarnings(places)]
}

function clashWarnings(places: readonly Place[]): readonly string[] {
  const warnings: string[] = []
  const known = new Map<string, Place[]>()
  for (const place of places) {
    const { port, path } = place
    if (port.hostIP && !port.hostPort) warnings.push(`${path}: hostIP set without hostPort: ${goStruct(port)}`)
    const key = `${port.containerPort}/${port.protocol}`
    const others = known.get(key)
    if (others === undefined) {
      known.set(key, [place])
      continue
    }
    for (const other of others) {
      const how = clash(port, other.port)
      if (how !== undefined) warnings.push(`${path}: ${how} port definition with ${other.path}`)
    }
    others.push(place)
  }
  return warnings
}

function clash(a: ContainerPort, b: ContainerPort): string | undefined {
  const [ipA, ipB] = [a.hostIP ?? '', b.hostIP ?? '']
  const [portA, portB] = [a.hostPort ?? 0, b.hostPort ?? 0]
  if (ipA === ipB && portA === portB) return 'duplicate'
  if (portA === 0 || portB === 0) return 'overlapping'
  return portA === portB && (ipA === '') !== (ipB === '') ? 'dangerously ambiguous' : undefined
}

/** The port as Go's %+v prints it. */
const goStruct = ({ name = '', hostPort = 0, containerPort, protocol = '', hostIP = '' }: ContainerPort): string =>
  `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`

function nameWarnings(places: readonly Place[]): readonly string[] {
  const warnings: string[] = []
  const known = new Map<string, Path>()
  for (const { port, path } of places) {
    if (!port.name) continue
    const other = known.get(port.name)
    if (other === undefined) known.set(port.name, path)
    else {
      const use = `services and probes that select ports by name will use ${other}`
      warnings.push(`${path}: duplicate port name ${quote(port.name)} with ${other}, ${use}`)
    }
  }
  return warnings
}
