// NodeDeclaredFeatureValidator: a pod on a node is only changed in ways that its node says it can follow.
// Upstream: plugin/pkg/admission/nodedeclaredfeatures/admission.go, component-helpers/nodedeclaredfeatures/features.
import type { Node, Pod, PodSpec } from '../../generated/api/core.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import type { AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'

/** Features by name, in order: what of a change needs each. */
const FEATURES: readonly (readonly [name: string, needed: (pod: PodSpec, old: PodSpec) => boolean])[] = [
  [
    'InPlacePodLevelResourcesVerticalScaling',
    (pod, old) => !deepEqual(pod.resources ?? undefined, old.resources ?? undefined),
  ],
  [
    'InPlacePodVerticalScalingInitContainers',
    (pod, old) =>
      (old.initContainers ?? []).some(
        ({ restartPolicy, resources }, i) =>
          restartPolicy !== 'Always' && !deepEqual(resources, pod.initContainers?.[i]?.resources),
      ),
  ],
]

/** The NodeDeclaredFeatureValidator plugin. */
export const plugin: AdmissionPlugin = {
  name: 'NodeDeclaredFeatureValidator',
  handles: ({ operation, resource, subresource, object, oldObject }) =>
    operation === 'UPDATE' &&
    resource.key === 'pods' &&
    (subresource === '' || subresource === 'resize') &&
    object?.metadata.generation !== oldObject?.metadata.generation,
  validate(attributes, { gates, lister }) {
    const { spec } = attributes.object as Pod
    const { nodeName } = spec
    if (!nodeName || !gates.enabled('NodeDeclaredFeatures')) return
    const old = (attributes.oldObject as Pod).spec
    const needed = FEATURES.filter(([, isNeeded]) => isNeeded(spec, old)).map(([name]) => name)
    if (needed.length === 0) return
    const node = lister.get<Node>('nodes', '', nodeName)
    if (node === undefined) throw refuse(attributes, `node "${nodeName}" not found`)
    const declared = node.status?.declaredFeatures ?? []
    const lacking = needed.filter((name) => !declared.includes(name))
    if (lacking.length === 0) return
    const why = `pod update requires features ${lacking.join(', ')} which are not available on node "${nodeName}"`
    throw refuse(attributes, why)
  },
}
