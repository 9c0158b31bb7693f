// The profile's answers to the queue: its order, its gates, and which events help which refusals.
// Upstream: isPodWorthRequeuing in pkg/scheduler/backend/queue/scheduling_queue.go, buildQueueingHintMap in scheduler.go.
import type { ClusterEvent, EventRegistration, Pod } from './contract.ts'
import type { Framework } from './framework.ts'
import type { QueueRules } from './queue.ts'

/** The rules as the plugins of each pod's profile state them. */
export function queueRules(frameworkOf: (pod: Pod) => Framework, first: Framework): QueueRules {
  const order = first.having('less')[0]
  return {
    less: (a, b) => order?.plugin.less(a, b) ?? a.timestamp < b.timestamp,
    preEnqueue(pod, before) {
      const { preEnqueue } = frameworkOf(pod)
      const first = before === undefined ? undefined : preEnqueue.find(({ name }) => name === before)
      for (const { name, plugin } of first === undefined ? preEnqueue : [first, ...preEnqueue]) {
        const refusal = plugin.preEnqueue(pod)
        if (refusal !== undefined) return { ...refusal, plugin: name }
      }
      return undefined
    },
    waitsFor: (plugin, pod, event) =>
      (frameworkOf(pod).events.get(plugin) ?? []).some((registration) => covers(registration, event)),
    worthTrying(rejectors, pod, event, old, next) {
      const registrations = frameworkOf(pod).events
      for (const name of rejectors) {
        for (const registration of registrations.get(name) ?? []) {
          if (!covers(registration, event)) continue
          if (registration.hint === undefined || registration.hint(pod, old, next)) return true
        }
      }
      return false
    },
  }
}

/** Whether a plugin has asked for such an event. */
export function covers(registration: EventRegistration, event: ClusterEvent): boolean {
  if (registration.resource !== event.resource) return false
  const { actions } = registration
  return actions.includes(event.action) || (event.action.startsWith('Update') && actions.includes('Update'))
}

/** Resources other than pods and nodes some plugin wants to hear of. */
export function otherResources(frameworks: Iterable<Framework>): string[] {
  const resources = new Set<string>()
  for (const { events } of frameworks)
    for (const list of events.values()) for (const { resource } of list) resources.add(resource)
  resources.delete('pods')
  resources.delete('nodes')
  return [...resources].sort()
}
