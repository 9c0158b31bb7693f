// Prefers nodes that already have the pod's images, the larger and the more widely spread the better.
// Upstream: pkg/scheduler/framework/plugins/imagelocality/image_locality.go.
import type { PluginFactory } from '../contract.ts'

const MB = 1024 * 1024
const minThreshold = 23 * MB
const maxContainerThreshold = 1000 * MB

/** ImageLocality. */
export const plugin: PluginFactory = {
  name: 'ImageLocality',
  create: (handle) => ({
    score(_state, { spec }, node) {
      const containers = (spec.initContainers?.length ?? 0) + (spec.containers?.length ?? 0)
      if (node.images.size === 0) return 0
      const all = handle.nodes().length
      let sum = 0
      const count = (image: string | undefined): void => {
        const name = withTag(image ?? '')
        const size = node.images.get(name)
        if (size !== undefined) sum += Math.trunc(size * (handle.imageNodes(name) / all))
      }
      for (const container of spec.initContainers ?? []) count(container.image)
      for (const container of spec.containers ?? []) count(container.image)
      for (const volume of spec.volumes ?? []) if (volume.image !== undefined) count(volume.image.reference)
      const max = maxContainerThreshold * containers
      const clamped = Math.min(Math.max(sum, minThreshold), max)
      return Math.trunc((100 * (clamped - minThreshold)) / (max - minThreshold))
    },
  }),
}

/** `nginx` is `nginx:latest`. */
const withTag = (name: string): string => (name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name)
