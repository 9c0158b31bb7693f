// Node: a machine. Its spec and its status are judged at every door.
// Upstream: pkg/registry/core/node/strategy.go, Convert_v1_NodeSpec_To_core_NodeSpec in pkg/apis/core/v1/conversion.go.
import type { Node } from '../../../../generated/api/core.v1.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { roundResourceList } from '../../lib/resource-list.ts'
import { METADATA, validateCoreObjectMeta } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain, warningsForCIDR } from '../../lib/validation/names.ts'
import { nodeRow } from './row.ts'
import { validateNode } from './validation.ts'
import { validateNodeUpdate } from './validation-update.ts'

const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }
const POD_CIDRS = Path.of('spec', 'podCIDRs')

function defaults(object: Node): void {
  const { spec, status } = object
  roundResourceList(status.capacity)
  roundResourceList(status.allocatable)
  if (status.allocatable === undefined && status.capacity !== undefined) status.allocatable = { ...status.capacity }
  unitePodCIDRs(spec)
}

/** podCIDR and podCIDRs are one: where they differ the single one wins, and it is always the first of the list. */
function unitePodCIDRs(spec: Node['spec']): void {
  const { podCIDR, podCIDRs } = spec
  if (podCIDR && podCIDR !== podCIDRs?.[0]) spec.podCIDRs = [podCIDR]
  else if (podCIDRs?.[0]) spec.podCIDR = podCIDRs[0]
}

/** What a new node may not say: removed configuration, and fields of features that are off. */
function dropDisabledFields(object: Node, { gates }: KindContext): void {
  delete object.spec.configSource
  delete object.status.config
  if (!gates.enabled('RecursiveReadOnlyMounts') && !gates.enabled('UserNamespacesSupport')) {
    delete object.status.runtimeHandlers
  }
  if (!gates.enabled('SupplementalGroupsPolicy')) delete object.status.features
  if (!gates.enabled('NodeDeclaredFeatures')) delete object.status.declaredFeatures
}

function warnings(object: Node): readonly string[] {
  const { spec } = object
  return [
    ...(spec.configSource ? ['spec.configSource: the feature is removed'] : []),
    ...(spec.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []),
    ...(spec.podCIDRs ?? []).flatMap((cidr, i) => warningsForCIDR(POD_CIDRS.index(i), cidr)),
  ]
}

/** Node of v1. */
export const kind: KindRules<Node> = {
  apiVersion: 'v1',
  kind: 'Node',
  name: nameIsDNSSubdomain,
  defaults,
  prepareForCreate: dropDisabledFields,
  validate: validateNode,
  warningsOnCreate: warnings,
  update: {
    prepare(object, old) {
      object.status = old.status
      if (old.spec.configSource === undefined) delete object.spec.configSource
    },
    validate(object, old, errors, context) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateNode(object, errors, context)
      validateNodeUpdate(object, old, errors)
    },
    warnings,
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
        if (old.status.config === undefined) delete object.status.config
      },
      validate: (object, old, errors) => validateNodeUpdate(object, old, errors),
    },
  },
  fieldNames: ['metadata.name', 'spec.unschedulable'],
  fields: (object) => ({ 'spec.unschedulable': String(object.spec.unschedulable ?? false) }),
  row: nodeRow,
}
