// RuntimeClass: a pod of a runtime class must name one that is there; it gets the class's overhead, node selector and tolerations.
// Upstream: plugin/pkg/admission/runtimeclass/admission.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import type { RuntimeClass } from '../../generated/api/node.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'
import { mergeTolerations } from './lib/tolerations.ts'

const CLASSES = 'runtimeclasses.node.k8s.io'
const MISMATCH = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"

/** The RuntimeClass plugin. */
export const plugin: AdmissionPlugin = {
  name: 'RuntimeClass',
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && subresource === '' && resource.key === 'pods',
  admit(attributes, context) {
    const { spec } = attributes.object as Pod
    const runtimeClass = classOf(attributes, context)
    if (runtimeClass === undefined) return
    setOverhead(attributes, spec, runtimeClass)
    setScheduling(attributes, spec, runtimeClass)
  },
  validate(attributes, context) {
    const { overhead } = (attributes.object as Pod).spec
    const defined = classOf(attributes, context)?.overhead
    if (defined === undefined) {
      if (overhead === undefined) return
      throw refuse(attributes, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead')
    }
    if (!deepEqual(defined.podFixed ?? {}, overhead ?? {})) throw refuse(attributes, MISMATCH)
  },
}

function classOf(attributes: AdmissionAttributes, { lister }: AdmissionContext): RuntimeClass | undefined {
  const name = (attributes.object as Pod).spec.runtimeClassName
  if (name === undefined) return undefined
  const runtimeClass = lister.get<RuntimeClass>(CLASSES, '', name)
  if (runtimeClass === undefined)
    throw refuse(attributes, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`)
  return runtimeClass
}

function setOverhead(attributes: AdmissionAttributes, spec: Pod['spec'], { overhead }: RuntimeClass): void {
  if (overhead === undefined) return
  const { podFixed } = overhead
  const given = spec.overhead ?? {}
  if (Object.keys(given).length > 0 && !deepEqual(podFixed ?? {}, given)) throw refuse(attributes, MISMATCH)
  if (podFixed === undefined) delete spec.overhead
  else spec.overhead = { ...podFixed }
}

function setScheduling(attributes: AdmissionAttributes, spec: Pod['spec'], { scheduling }: RuntimeClass): void {
  if (scheduling === undefined) return
  const selector: Record<string, string> = { ...spec.nodeSelector }
  for (const [key, wanted] of Object.entries(scheduling.nodeSelector ?? {})) {
    const own = selector[key]
    if (own !== undefined && own !== wanted) {
      const places = `runtimeClass.scheduling.nodeSelector[${key}] = ${wanted}; pod.spec.nodeSelector[${key}] = ${own}`
      throw refuse(attributes, `conflict: ${places}`)
    }
    selector[key] = wanted
  }
  if (Object.keys(selector).length > 0) spec.nodeSelector = selector
  const tolerations = mergeTolerations([...(spec.tolerations ?? []), ...(scheduling.tolerations ?? [])])
  if (tolerations.length > 0) spec.tolerations = tolerations
}
