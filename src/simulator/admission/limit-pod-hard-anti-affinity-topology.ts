// LimitPodHardAntiAffinityTopology: required anti-affinity may keep pods apart by node only.
// Upstream: plugin/pkg/admission/antiaffinity/admission.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import { forbidden } from '../api/status/status-error.ts'
import type { AdmissionPlugin } from './contract.ts'

const HOSTNAME = 'kubernetes.io/hostname'

/** The LimitPodHardAntiAffinityTopology plugin. */
export const plugin: AdmissionPlugin = {
  name: 'LimitPodHardAntiAffinityTopology',
  handles: ({ operation, resource, subresource }) =>
    (operation === 'CREATE' || operation === 'UPDATE') && resource.key === 'pods' && subresource === '',
  validate({ object }) {
    const { metadata, spec } = object as Pod
    const terms = spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
    const wrong = terms.find(({ topologyKey }) => topologyKey !== HOSTNAME)
    if (wrong === undefined) return
    const why = `affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey ${wrong.topologyKey} but only key ${HOSTNAME} is allowed`
    throw forbidden({ group: '', name: 'pods' }, metadata.name ?? '', why)
  },
}
