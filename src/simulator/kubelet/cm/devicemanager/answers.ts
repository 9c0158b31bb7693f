// What a device plugin answers when devices are allocated to a container: variables, mounts, devices. In what the stage says <ids> stands
// for the devices of the container, and <id> for each: what names it is there once for each of them. CDI names and annotations are for
// the runtime alone and show nowhere. Upstream: ContainerAllocateResponse in kubelet/pkg/apis/deviceplugin/v1beta1,
// deviceRunContainerOptions in pkg/kubelet/cm/devicemanager/pod_devices.go.
import type { AllocateAnswer } from '../../../../model/node-event.ts'

/** A mount of a directory of the node. */
export type DeviceMount = NonNullable<AllocateAnswer['mounts']>[number]

/** What a container gets of all plugins whose devices it has. */
export interface ContainerDevices {
  readonly envs: Readonly<Record<string, string>>
  readonly mounts: readonly DeviceMount[]
  /** Paths in the container. */
  readonly devices: readonly string[]
}

/** A container without devices. */
export const noDevices: ContainerDevices = { envs: {}, mounts: [], devices: [] }

/** The answer for these devices. */
export function answerWith(
  { envs = {}, mounts = [], devices = [] }: AllocateAnswer,
  ids: readonly string[],
): ContainerDevices {
  const all = (text: string): string => text.replaceAll('<ids>', ids.join(','))
  const forEach = (texts: readonly string[]): string[][] =>
    texts.some((text) => text.includes('<id>'))
      ? ids.map((id) => texts.map((text) => all(text).replaceAll('<id>', id)))
      : [texts.map(all)]
  return {
    envs: Object.fromEntries(Object.entries(envs).map(([name, value]) => [name, all(value)])),
    mounts: mounts.flatMap(({ containerPath, hostPath, readOnly = false }) =>
      forEach([containerPath, hostPath]).map(([path = '', host = '']) => ({
        containerPath: path,
        hostPath: host,
        readOnly,
      })),
    ),
    devices: devices.flatMap(({ containerPath }) => forEach([containerPath]).map(([path = '']) => path)),
  }
}

/** Answers of several plugins together; of two that say the same the first counts. */
export const together = (a: ContainerDevices, b: ContainerDevices): ContainerDevices => ({
  envs: { ...b.envs, ...a.envs },
  mounts: [
    ...a.mounts,
    ...b.mounts.filter((m) => !a.mounts.some(({ containerPath }) => containerPath === m.containerPath)),
  ],
  devices: [...new Set([...a.devices, ...b.devices])],
})
