// LimitRanger: pods get the defaults of their namespace's LimitRanges and, like claims, must keep within their bounds.
// Upstream: plugin/pkg/admission/limitranger/admission.go.
import type { LimitRange, PersistentVolumeClaim, Pod } from '../../../generated/api/core.v1.ts'
import type { AdmissionAttributes, AdmissionPlugin } from '../contract.ts'
import { joinProblems, refuse } from '../lib/refuse.ts'
import { setDefaults } from './defaults.ts'
import { claimProblems, podProblems } from './limits.ts'

/** Updates cannot change what containers ask for, but the resize subresource can. */
function handles({ operation, resource, subresource }: AdmissionAttributes): boolean {
  if (operation !== 'CREATE' && operation !== 'UPDATE') return false
  if (resource.key === 'pods') return operation === 'CREATE' ? subresource === '' : subresource === 'resize'
  return resource.key === 'persistentvolumeclaims' && subresource === ''
}

const isGoing = ({ oldObject }: AdmissionAttributes): boolean => oldObject?.metadata.deletionTimestamp !== undefined

/** The LimitRanger plugin. */
export const plugin: AdmissionPlugin = {
  name: 'LimitRanger',
  handles,
  admit(attributes, { lister }) {
    if (attributes.resource.key !== 'pods' || isGoing(attributes)) return
    for (const range of lister.list<LimitRange>('limitranges', attributes.namespace)) {
      setDefaults(range, attributes.object as Pod)
    }
  },
  validate(attributes, { lister, gates }) {
    if (isGoing(attributes)) return
    for (const range of lister.list<LimitRange>('limitranges', attributes.namespace)) {
      const problems =
        attributes.resource.key === 'pods'
          ? podProblems(range, attributes.object as Pod, gates.enabled('PodLevelResources'))
          : claimProblems(range, attributes.object as PersistentVolumeClaim)
      if (problems.length) throw refuse(attributes, joinProblems(problems))
    }
  },
}
