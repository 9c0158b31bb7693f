// Which devices which container has. Upstream: pkg/kubelet/cm/devicemanager/pod_devices.go.
import { type ContainerDevices, noDevices, together } from './answers.ts'

/** Ids of devices by resource. */
export type DevicesByResource = Map<string, Set<string>>

/** The devices of the pods of one node. */
export class PodDevices {
  /** By pod, then container. */
  readonly #pods = new Map<string, Map<string, DevicesByResource>>()

  /** By pod and container. */
  readonly #answers = new Map<string, ContainerDevices>()

  answerFor(pod: string, container: string): ContainerDevices {
    return this.#answers.size === 0 ? noDevices : (this.#answers.get(`${pod}/${container}`) ?? noDevices)
  }

  hasPod(pod: string): boolean {
    return this.#pods.has(pod)
  }

  /** `answer` is what the plugin said of the allocation. */
  insert(
    pod: string,
    container: string,
    resource: string,
    devices: ReadonlySet<string>,
    answer?: ContainerDevices,
  ): void {
    if (answer !== undefined) {
      const key = `${pod}/${container}`
      this.#answers.set(key, together(this.#answers.get(key) ?? noDevices, answer))
    }
    const containers = this.#pods.get(pod) ?? new Map<string, DevicesByResource>()
    const resources = containers.get(container) ?? new Map<string, Set<string>>()
    resources.set(resource, new Set(devices))
    containers.set(container, resources)
    this.#pods.set(pod, containers)
  }

  /** Forgets the pods that are over; false when all still are active. */
  keepOnly(active: (pod: string) => boolean): boolean {
    const over = [...this.#pods.keys()].filter((pod) => !active(pod))
    for (const pod of over) this.#pods.delete(pod)
    for (const key of this.#answers.keys()) if (over.includes(key.slice(0, key.indexOf('/')))) this.#answers.delete(key)
    return over.length > 0
  }

  ofContainer(pod: string, container: string): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#pods.get(pod)?.get(container) ?? new Map<string, Set<string>>()
  }

  /** Of one resource, over all containers of a pod. */
  ofPod(pod: string, resource: string): Set<string> {
    const all = new Set<string>()
    for (const resources of this.#pods.get(pod)?.values() ?? [])
      for (const device of resources.get(resource) ?? []) all.add(device)
    return all
  }

  /** The pod that has a device. */
  holderOf(device: string): string | undefined {
    for (const [pod, containers] of this.#pods)
      for (const resources of containers.values())
        for (const devices of resources.values()) if (devices.has(device)) return pod
    return undefined
  }

  /** All devices that are somebody's. */
  all(): DevicesByResource {
    const all: DevicesByResource = new Map()
    for (const containers of this.#pods.values())
      for (const resources of containers.values())
        for (const [resource, devices] of resources) {
          const known = all.get(resource) ?? new Set<string>()
          for (const device of devices) known.add(device)
          all.set(resource, known)
        }
    return all
  }
}
