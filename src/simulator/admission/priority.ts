// Priority: a pod's priority comes from its class, or from the class that is the default; only one class may be that.
// Upstream: plugin/pkg/admission/priority/admission.go. Pod groups are behind a gate that is off and are left out.
import type { Pod } from '../../generated/api/core.v1.ts'
import type { PriorityClass } from '../../generated/api/scheduling.v1.ts'
import type { Lister } from '../api/types.ts'
import type { AdmissionAttributes, AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'

const CLASSES = 'priorityclasses.scheduling.k8s.io'

interface Established {
  readonly name: string
  readonly value: number
  readonly preemptionPolicy: string | undefined
}
const WITHOUT_CLASS: Established = { name: '', value: 0, preemptionPolicy: 'PreemptLowerPriority' }

/** The Priority plugin. */
export const plugin: AdmissionPlugin = {
  name: 'Priority',
  handles: ({ operation, resource, subresource }) =>
    (operation === 'CREATE' || operation === 'UPDATE') &&
    subresource === '' &&
    (resource.key === 'pods' || resource.key === CLASSES),
  admit(attributes, { lister }) {
    if (attributes.resource.key !== 'pods') return
    if (attributes.operation === 'CREATE') admitNewPod(attributes, lister)
    else keepPriority(attributes.object as Pod, attributes.oldObject as Pod)
  },
  validate(attributes, { lister }) {
    if (attributes.resource.key === CLASSES) validateClass(attributes, lister)
  },
}

/** What was computed on creation outlives updates that leave it out. */
function keepPriority({ spec }: Pod, { spec: old }: Pod): void {
  if (spec.priority === undefined && old.priority !== undefined) spec.priority = old.priority
  if (spec.preemptionPolicy === undefined && old.preemptionPolicy !== undefined) {
    spec.preemptionPolicy = old.preemptionPolicy
  }
}

function admitNewPod(attributes: AdmissionAttributes, lister: Lister): void {
  const { spec } = attributes.object as Pod
  const { name, value, preemptionPolicy } = establish(attributes, spec.priorityClassName ?? '', lister)
  if (name) spec.priorityClassName = name
  if (spec.priority !== undefined && spec.priority !== value) {
    const computed = `priority admission controller computed ${value} from the given PriorityClass name`
    throw refuse(
      attributes,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; ${computed}`,
    )
  }
  spec.priority = value
  if (preemptionPolicy === undefined) return
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy) {
    const computed = `priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`
    throw refuse(
      attributes,
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; ${computed}`,
    )
  }
  spec.preemptionPolicy = preemptionPolicy
}

function establish(attributes: AdmissionAttributes, name: string, lister: Lister): Established {
  const found = name === '' ? defaultClass(lister) : lister.get<PriorityClass>(CLASSES, '', name)
  if (found) return { name: found.metadata.name ?? '', value: found.value, preemptionPolicy: found.preemptionPolicy }
  if (name === '') return WITHOUT_CLASS
  throw refuse(attributes, `no PriorityClass with name ${name} was found`)
}

/** Of several defaults, which only a race can make, the lowest. */
function defaultClass(lister: Lister): PriorityClass | undefined {
  let lowest: PriorityClass | undefined
  for (const candidate of lister.list<PriorityClass>(CLASSES)) {
    if (candidate.globalDefault && (lowest === undefined || lowest.value > candidate.value)) lowest = candidate
  }
  return lowest
}

function validateClass(attributes: AdmissionAttributes, lister: Lister): void {
  const object = attributes.object as PriorityClass
  if (!object.globalDefault) return
  const other = defaultClass(lister)
  if (other === undefined) return
  if (attributes.operation === 'UPDATE' && other.metadata.name === object.metadata.name) return
  throw refuse(
    attributes,
    `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`,
  )
}
