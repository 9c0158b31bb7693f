// DefaultTolerationSeconds: pods stay five minutes on a node that is not ready or cannot be reached, unless they say otherwise.
// Upstream: plugin/pkg/admission/defaulttolerationseconds/admission.go, with its two flags.
import type { Pod, Toleration } from '../../generated/api/core.v1.ts'
import type { AdmissionPlugin } from './contract.ts'

const SECONDS = 300
/** The taints, each with the flag that says how long. */
const TAINTS = [
  ['node.kubernetes.io/not-ready', 'notReady'],
  ['node.kubernetes.io/unreachable', 'unreachable'],
] as const

type Flags = Readonly<Record<'notReady' | 'unreachable', number | undefined>>

const covers = ({ key, effect }: Toleration, taint: string): boolean =>
  (!key || key === taint) && (!effect || effect === 'NoExecute')

/** The DefaultTolerationSeconds plugin. */
export const plugin: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  handles: ({ operation, resource, subresource }) =>
    (operation === 'CREATE' || operation === 'UPDATE') && resource.key === 'pods' && subresource === '',
  admit({ object }, context) {
    const { spec } = object as Pod
    const tolerations = spec.tolerations ?? []
    const missing = TAINTS.filter(([taint]) => !tolerations.some((toleration) => covers(toleration, taint)))
    if (missing.length === 0) return
    const flags = context.configuration('DefaultTolerationSeconds') as Flags | undefined
    spec.tolerations = [
      ...tolerations,
      ...missing.map(([key, flag]) => ({
        key,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: flags?.[flag] ?? SECONDS,
      })),
    ]
  },
}
