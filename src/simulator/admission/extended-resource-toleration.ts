// ExtendedResourceToleration: a pod that asks for an extended resource tolerates the taint of nodes set aside for it.
// Upstream: plugin/pkg/admission/extendedresourcetoleration/admission.go.
import type { Pod, Toleration } from '../../generated/api/core.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import { isExtendedResourceName } from '../../model/extended-resource.ts'
import type { AdmissionPlugin } from './contract.ts'

/** The ExtendedResourceToleration plugin. */
export const plugin: AdmissionPlugin = {
  name: 'ExtendedResourceToleration',
  handles: ({ operation, resource, subresource }) =>
    (operation === 'CREATE' || operation === 'UPDATE') && resource.key === 'pods' && subresource === '',
  admit({ object }) {
    const { spec } = object as Pod
    const names = [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
      .flatMap(({ resources }) => Object.keys(resources?.requests ?? {}))
      .filter(isExtendedResourceName)
    for (const key of [...new Set(names)].sort()) {
      spec.tolerations = withToleration(spec.tolerations ?? [], { key, operator: 'Exists', effect: 'NoSchedule' })
    }
  },
}

/** AddOrUpdateTolerationInPod: takes the place of those that match it. */
function withToleration(all: Toleration[], wanted: Toleration): Toleration[] {
  const matches = ({ key, effect, operator, value }: Toleration): boolean =>
    key === wanted.key &&
    effect === wanted.effect &&
    operator === wanted.operator &&
    (value ?? '') === (wanted.value ?? '')
  if (all.some((one) => matches(one) && deepEqual(one, wanted))) return all
  return all.some(matches) ? all.map((one) => (matches(one) ? { ...wanted } : one)) : [...all, wanted]
}
