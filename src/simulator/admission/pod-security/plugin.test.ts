import { expect, it } from 'vitest'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { attributesOf, contextOf, refusal } from '../lib/cluster.fixture.ts'
import { plugin } from './plugin.ts'

const PREFIX = 'pod-security.kubernetes.io/'
const namespace = (labels: Record<string, string>) => ({
  metadata: {
    name: 'default',
    labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [PREFIX + key, value])),
  },
})
const pod = (spec: object, container: object = {}): Pod =>
  ({ metadata: { name: 'p' }, spec: { containers: [{ name: 'c', ...container }], ...spec } }) as unknown as Pod
const judged = (object: Pod, labels: Record<string, string>) =>
  refusal(plugin, attributesOf('pods', object), { namespaces: [namespace(labels)] })

it('enforces the baseline', () => {
  expect(
    judged(pod({ hostNetwork: true, hostPID: true }, { securityContext: { privileged: true } }), {
      enforce: 'baseline',
    }),
  ).toBe(
    'pods "p" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true, hostPID=true), privileged (container "c" must not set securityContext.privileged=true)',
  )
  expect(judged(pod({}), { enforce: 'baseline' })).toBeUndefined()
})

it('enforces the restricted level as of a version', () => {
  expect(judged(pod({}), { enforce: 'restricted', 'enforce-version': 'v1.18' })).toBe(
    'pods "p" is forbidden: violates PodSecurity "restricted:v1.18": allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true)',
  )
  const securityContext = {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  }
  expect(judged(pod({}, { securityContext }), { enforce: 'restricted' })).toBeUndefined()
})

it('lets updates be that change no image', () => {
  const update = { operation: 'UPDATE', oldObject: pod({ hostIPC: true }) as never } as const
  const attributes = attributesOf('pods', pod({ hostIPC: true }), update)
  expect(refusal(plugin, attributes, { namespaces: [namespace({ enforce: 'baseline' })] })).toBeUndefined()
})

it('refuses labels it cannot read', () => {
  const attributes = attributesOf('namespaces', namespace({ enforce: 'strict', 'warn-version': '1.2' }))
  expect(refusal(plugin, { ...attributes, name: 'default' }, {})).toBe(
    'Namespace "default" is invalid: [metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted, metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "1.2": must be "latest" or "v1.x"]',
  )
})

it('warns of templates, and of pods that a stricter namespace would not have', () => {
  const warnings: string[] = []
  const cluster = {
    namespaces: [namespace({ warn: 'baseline' })],
    pods: [
      { ...pod({ hostNetwork: true }), metadata: { name: 'b', namespace: 'default' } },
      { ...pod({ hostNetwork: true }), metadata: { name: 'a', namespace: 'default' } },
    ],
  }
  const context = { ...contextOf(cluster), warn: (text: string) => void warnings.push(text) }
  const deployment = { metadata: { name: 'd' }, spec: { template: pod({ hostIPC: true }) } }
  plugin.validate?.(attributesOf('deployments.apps', deployment), context)
  const update = { operation: 'UPDATE', oldObject: namespace({}) as never, name: 'default' } as const
  plugin.validate?.(attributesOf('namespaces', namespace({ enforce: 'baseline' }), update), context)
  expect(warnings).toEqual([
    'would violate PodSecurity "baseline:latest": host namespaces (hostIPC=true)',
    'existing pods in namespace "default" violate the new PodSecurity enforce level "baseline:latest"',
    'a (and 1 other pod): host namespaces',
  ])
})
