// What an update of a node, or of its status, may not do.
// Upstream: ValidateNodeUpdate and validateNodeConfig* in pkg/apis/core/validation/validation.go.
import type { ConfigMapNodeConfigSource, Node, NodeConfigSource } from '../../../../generated/api/core.v1.ts'
import { type FieldErrors, Raw } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { isConfigMapKey, nameIsDNSLabel, nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { TAINTS, validateTaints } from './taints.ts'
import { validateDeclaredFeatures, validateNodeResources } from './validation.ts'
import { validateNodeAnnotations } from './validation-annotations.ts'

const ADDRESSES = Path.of('status', 'addresses')
const POD_CIDRS = Path.of('spec', 'podCIDRs')
const SPEC_CONFIG = Path.of('spec', 'configSource')
const STATUS_CONFIG = Path.of('status', 'config')
const FIXED_CIDR = 'node updates may not change podCIDR except from "" to valid'

/** ValidateNodeUpdate. */
export function validateNodeUpdate(node: Node, old: Node, errors: FieldErrors): void {
  validateCoreObjectMetaUpdate(node.metadata, old.metadata, errors)
  validateNodeAnnotations(node, errors)
  validateNodeResources(node, errors)
  validateDeclaredFeatures(node, errors)
  validateAddresses(node, errors)
  validatePodCIDRChange(node.spec.podCIDRs ?? [], old.spec.podCIDRs ?? [], errors)
  if (old.spec.providerID && old.spec.providerID !== node.spec.providerID) {
    errors.forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid')
  }
  if (node.spec.configSource) validateConfigSource(node.spec.configSource, 'spec', SPEC_CONFIG, errors)
  const { config } = node.status
  for (const field of ['assigned', 'active', 'lastKnownGood'] as const) {
    if (config?.[field]) validateConfigSource(config[field], 'status', STATUS_CONFIG.child(field), errors)
  }
  validateTaints(node.spec.taints ?? [], TAINTS, errors)
  if ((node.spec.externalID ?? '') !== (old.spec.externalID ?? '')) {
    errors.forbidden('spec.externalID', 'may not be updated')
  }
}

function validateAddresses(node: Node, errors: FieldErrors): void {
  const seen = new Set<string>()
  for (const [i, { type, address }] of (node.status.addresses ?? []).entries()) {
    const shown = JSON.stringify({ Type: type, Address: address })
    if (seen.has(shown)) errors.duplicate(ADDRESSES.index(i), new Raw(shown))
    seen.add(shown)
  }
}

function validatePodCIDRChange(cidrs: readonly string[], old: readonly string[], errors: FieldErrors): void {
  if (old.length === 0) return
  if (old.length !== cidrs.length) errors.forbidden(POD_CIDRS, FIXED_CIDR)
  else for (const [i, cidr] of old.entries()) if (cidr !== cidrs[i]) errors.forbidden(POD_CIDRS, FIXED_CIDR)
}

/** The configuration kubelets once took from ConfigMaps: in a spec it may not be resolved, in a status it must be. */
function validateConfigSource(
  source: NodeConfigSource,
  place: 'spec' | 'status',
  path: Path,
  errors: FieldErrors,
): void {
  const { configMap } = source
  if (configMap === undefined) {
    errors.invalid(path, new Raw('{"ConfigMap":null}'), 'exactly one reference subfield must be non-nil')
    return
  }
  const at = path.child('configMap')
  for (const field of ['uid', 'resourceVersion'] as const) {
    const value = configMap[field]
    if (place === 'status' && !value) errors.required(at.child(field))
    if (place === 'spec' && value) errors.forbidden(at.child(field), `${field} must not be set in spec`)
  }
  validateConfigMapNames(configMap, at, errors)
}

function validateConfigMapNames(source: ConfigMapNodeConfigSource, path: Path, errors: FieldErrors): void {
  const named = (field: 'namespace' | 'name' | 'kubeletConfigKey', rule: (name: string) => readonly string[]): void => {
    const value = source[field]
    if (value) errors.invalidAll(path.child(field), value, rule(value))
    else errors.required(path.child(field))
  }
  named('namespace', (name) => nameIsDNSLabel(name, false))
  named('name', (name) => nameIsDNSSubdomain(name, false))
  named('kubeletConfigKey', isConfigMapKey)
}
