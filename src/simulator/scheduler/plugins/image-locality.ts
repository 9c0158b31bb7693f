// Prefers nodes that already have the pod's images, the larger and the more widely spread the better.
// Upstream: pkg/scheduler/framework/plugins/imagelocality/image_locality.go.
import type { PluginFactory, Pod } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'

const MB = 1024 * 1024
const minThreshold = 23 * MB
const maxContainerThreshold = 1000 * MB

interface Images {
  readonly names: readonly string[]
  readonly containers: number
}

const imagesKey = stateKey<Images>('ImageLocality')

/** ImageLocality. */
export const plugin: PluginFactory = {
  name: 'ImageLocality',
  create: (handle) => ({
    preScore(state, pod) {
      state.write(imagesKey, imagesOf(pod))
      return undefined
    },
    score(state, pod, node) {
      if (node.images.size === 0) return 0
      const { names, containers } = state.read(imagesKey) ?? imagesOf(pod)
      const all = handle.nodes().length
      let sum = 0
      for (const name of names) {
        const size = node.images.get(name)
        if (size !== undefined) sum += Math.trunc(size * (handle.imageNodes(name) / all))
      }
      const max = maxContainerThreshold * containers
      const clamped = Math.min(Math.max(sum, minThreshold), max)
      return Math.trunc((100 * (clamped - minThreshold)) / (max - minThreshold))
    },
  }),
}

/** Of init containers, containers and image volumes; volumes do not count as containers. */
function imagesOf({ spec }: Pod): Images {
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])]
  const names = containers.map(({ image }) => withTag(image ?? ''))
  for (const { image } of spec.volumes ?? []) if (image !== undefined) names.push(withTag(image.reference ?? ''))
  return { names, containers: containers.length }
}

/** `nginx` is `nginx:latest`. */
const withTag = (name: string): string => (name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name)
