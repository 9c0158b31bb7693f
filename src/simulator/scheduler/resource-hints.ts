// Which changes may let a pod in that NodeResourcesFit refused. Upstream: EventsToRegister and the isSchedulableAfter… functions
// in pkg/scheduler/framework/plugins/noderesources/fit.go.
import type { DeviceClass } from '../../generated/api/resource.v1.ts'
import type { Lister } from '../api/types.ts'
import type { EventRegistration, Handle, Node, Pod } from './contract.ts'
import { classOfResource, implicitResource } from './devices/classes.ts'
import { allowedPodsOf } from './node-info.ts'
import { parseResources, type Resources, requestsOf } from './resources.ts'

const plain = ['milliCpu', 'memory', 'ephemeralStorage'] as const

/** What the plugin waits for; `devices` where device classes may serve extended resources. */
export function fitEvents({ client: { lister } }: Handle, devices: boolean): readonly EventRegistration[] {
  const events: EventRegistration[] = [
    {
      resource: 'pods',
      actions: ['Delete', 'UpdatePodScaleDown'],
      hint: (pod, old, next) => podHelps(pod, old as Pod, next as Pod | undefined),
    },
    {
      resource: 'nodes',
      actions: ['Add', 'UpdateNodeAllocatable'],
      hint: (pod, old, next) => nodeHelps(devices ? lister : undefined, pod, old as Node | undefined, next as Node),
    },
  ]
  if (!devices) return events
  return [
    ...events,
    {
      resource: 'deviceclasses.resource.k8s.io',
      actions: ['Add', 'Update'],
      hint: (pod, old, next) => classHelps(pod, old as DeviceClass | undefined, next as DeviceClass),
    },
  ]
}

/** The end of a pod that had a place, or less of what the waiting pod asks for. */
function podHelps(pod: Pod, old: Pod, next: Pod | undefined): boolean {
  if (next === undefined) return Boolean(old.spec.nodeName) || Boolean(old.status.nominatedNodeName)
  if (next.metadata.uid === pod.metadata.uid) return true
  if (!next.spec.nodeName) return false
  const [wanted, before, after] = [pod, old, next].map((each) => requestsOf(each, { useStatus: true }))
  return asked(wanted!).some((of) => of(before!) > of(after!))
}

/** Looks up each amount that is asked for. */
function asked(wanted: Resources): ((amounts: Resources) => number)[] {
  const scalars = [...(wanted.scalars ?? [])].filter(([, amount]) => amount !== 0)
  return [
    ...plain.filter((field) => wanted[field] !== 0).map((field) => (amounts: Resources) => amounts[field]),
    ...scalars.map(
      ([name]) =>
        (amounts: Resources) =>
          amounts.scalars?.get(name) ?? 0,
    ),
  ]
}

interface Offer {
  readonly allocatable: Resources
  readonly allowedPods: number
}

/** By the list of what is allocatable: every waiting pod asks for the same. */
const offers = new WeakMap<object, Offer>()
const nothing: Offer = { allocatable: parseResources(undefined), allowedPods: 0 }

function offerOf(node: Node): Offer {
  const { allocatable } = node.status
  if (allocatable === undefined) return nothing
  let offer = offers.get(allocatable)
  if (offer === undefined) {
    offer = { allocatable: parseResources(allocatable), allowedPods: allowedPodsOf(node) }
    offers.set(allocatable, offer)
  }
  return offer
}

/** Would the pod fit the node alone, and did the node grow where it counts? */
function nodeHelps(lister: Lister | undefined, pod: Pod, old: Node | undefined, next: Node): boolean {
  const wanted = requestsOf(pod)
  const now = offerOf(next)
  if (now.allowedPods < 1) return false
  const isServed = (name: string): boolean => lister !== undefined && classOfResource(lister, name) !== undefined
  const has = (of: Resources, name: string): number => of.scalars?.get(name) ?? 0
  const scalars = [...(wanted.scalars ?? [])].filter(([, amount]) => amount !== 0)
  if (plain.some((field) => wanted[field] > 0 && wanted[field] > now.allocatable[field])) return false
  for (const [name, amount] of scalars) {
    const offered = has(now.allocatable, name)
    if (amount > offered && !(offered <= 0 && isServed(name))) return false
  }
  if (old === undefined) return true
  const before = offerOf(old)
  if (now.allowedPods > before.allowedPods) return true
  if (plain.some((field) => wanted[field] > 0 && now.allocatable[field] > before.allocatable[field])) return true
  return scalars.some(([name]) => {
    const offered = has(now.allocatable, name)
    return offered > has(before.allocatable, name) || (offered <= 0 && isServed(name))
  })
}

/** A class that came under a name the pod asks for. */
function classHelps(pod: Pod, old: DeviceClass | undefined, { metadata, spec }: DeviceClass): boolean {
  if (old !== undefined && (old.spec.extendedResourceName ?? '') === (spec.extendedResourceName ?? '')) return false
  const { scalars } = requestsOf(pod)
  if (old === undefined && scalars?.has(implicitResource(metadata.name ?? ''))) return true
  return spec.extendedResourceName !== undefined && scalars?.has(spec.extendedResourceName) === true
}
