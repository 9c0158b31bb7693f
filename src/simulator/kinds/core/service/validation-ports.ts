// The ports of a service, each by itself and together.
// Upstream: validateServicePort and the checks for duplicates of validateService in pkg/apis/core/validation/validation.go.
import type { Service, ServicePort } from '../../../../generated/api/core.v1.ts'
import { type FieldErrors, Raw } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validatePortNumOrName, validateProtocol } from '../../lib/ports/protocol.ts'
import { validateLabels } from '../../lib/validation/labels.ts'
import { isDNS1123Label, isQualifiedName, isValidPortNum } from '../../lib/validation/names.ts'

const PORTS = Path.of('spec', 'ports')
const SELECTOR = Path.of('spec', 'selector')
const AFFINITY = Path.of('spec', 'sessionAffinity')
const AFFINITY_CONFIG = Path.of('spec', 'sessionAffinityConfig')
const AFFINITIES: readonly string[] = ['ClientIP', 'None']
const MAX_AFFINITY_SECONDS = 86_400

/** Each port, the selector and the affinity. */
export function validatePortsAndAffinity({ spec }: Service, errors: FieldErrors): void {
  const ports = spec.ports ?? []
  const names = new Set<string>()
  for (const [i, port] of ports.entries()) validatePort(port, ports.length > 1, names, PORTS.index(i), errors)
  if (spec.selector) validateLabels(spec.selector, SELECTOR, errors)
  const affinity = spec.sessionAffinity
  if (!affinity) errors.required(AFFINITY)
  else if (!AFFINITIES.includes(affinity)) errors.notSupported(AFFINITY, affinity, AFFINITIES)
  if (affinity === 'ClientIP') validateAffinityConfig(spec.sessionAffinityConfig, errors)
  else if (affinity === 'None' && spec.sessionAffinityConfig !== undefined) {
    errors.forbidden(AFFINITY_CONFIG, 'must not be set when session affinity is None')
  }
}

function validatePort(
  port: ServicePort,
  needsName: boolean,
  names: Set<string>,
  path: Path,
  errors: FieldErrors,
): void {
  const { name, protocol, appProtocol } = port
  if (name) {
    errors.invalidAll(path.child('name'), name, isDNS1123Label(name))
    if (names.has(name)) errors.duplicate(path.child('name'), name)
    names.add(name)
  } else if (needsName) errors.required(path.child('name'))
  errors.invalidAll(path.child('port'), port.port, isValidPortNum(port.port))
  validateProtocol(protocol, path.child('protocol'), errors)
  validatePortNumOrName(port.targetPort ?? 0, path.child('targetPort'), errors)
  if (appProtocol !== undefined) errors.invalidAll(path.child('appProtocol'), appProtocol, isQualifiedName(appProtocol))
}

function validateAffinityConfig(config: Service['spec']['sessionAffinityConfig'], errors: FieldErrors): void {
  const why = 'when session affinity type is ClientIP'
  const path = AFFINITY_CONFIG.child('clientIP', 'timeoutSeconds')
  const seconds = config?.clientIP?.timeoutSeconds
  if (config === undefined) errors.required(AFFINITY_CONFIG, why)
  else if (config.clientIP === undefined) errors.required(AFFINITY_CONFIG.child('clientIP'), why)
  else if (seconds === undefined) errors.required(path, why)
  else if (seconds <= 0 || seconds > MAX_AFFINITY_SECONDS) {
    errors.invalid(path, seconds, `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`)
  }
}

/** No node port where there are none, and no port or node port twice with one protocol. */
export function validatePortsTogether({ spec }: Service, errors: FieldErrors): void {
  const ports = spec.ports ?? []
  if (spec.type === 'ClusterIP') {
    for (const [i, { nodePort }] of ports.entries()) {
      if (nodePort) errors.forbidden(PORTS.index(i).child('nodePort'), "may not be used when `type` is 'ClusterIP'")
    }
  }
  const nodePorts = new Set<string>()
  for (const [i, { protocol, nodePort }] of ports.entries()) {
    if (!nodePort) continue
    const pair = `${protocol} ${nodePort}`
    if (nodePorts.has(pair)) errors.duplicate(PORTS.index(i).child('nodePort'), nodePort)
    nodePorts.add(pair)
  }
  const pairs = new Set<string>()
  for (const [i, { protocol, port }] of ports.entries()) {
    const pair = `${protocol} ${port}`
    if (pairs.has(pair)) errors.duplicate(PORTS.index(i), showKey(protocol ?? '', port))
    pairs.add(pair)
  }
}

/** The internal ServicePort upstream compares by, as Go prints it. */
const showKey = (protocol: string, port: number): Raw =>
  new Raw(JSON.stringify({ Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 }))
