import { describe, expect, it } from 'vitest'
import type { Container, Pod } from '../../../../generated/api/core.v1.ts'
import { context, podWith, problemsOf } from '../../lib/pod-spec/pod.fixture.ts'
import { defaultPod } from './defaults.ts'
import { preparePod } from './prepare.ts'
import { resizePod } from './resize.ts'

function stored(): Pod {
  const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } }
  const pod = podWith({ containers: [{ name: 'c', image: 'i:1', resources }] })
  defaultPod(pod)
  preparePod(pod, context)
  return pod
}

function resize(old: Pod, change: Partial<Container>): { pod: Pod; problems: readonly string[] } {
  const containers = [{ ...old.spec.containers![0]!, ...change }]
  const pod: Pod = { ...old, metadata: { ...old.metadata }, spec: { ...old.spec, containers, nodeName: 'x' } }
  resizePod.prepare?.(pod, old, context)
  return { pod, problems: problemsOf((errors) => resizePod.validate?.(pod, old, errors, context)) }
}

describe('a resize', () => {
  it('changes cpu and memory and nothing else', () => {
    const resources = { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } }
    const { pod, problems } = resize(stored(), { resources, image: 'i:2' })
    expect(problems).toEqual([])
    expect(pod.spec.containers?.[0]).toMatchObject({ image: 'i:1', resources })
    expect([pod.spec.nodeName, pod.metadata.generation]).toEqual([undefined, 2])
  })

  it('does not change the QoS class, remove resources or change others', () => {
    expect(resize(stored(), { resources: {} }).problems).toEqual([
      'spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing',
      'spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed',
      'spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed',
    ])
    const requests = { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' }
    expect(resize(stored(), { resources: { requests, limits: { cpu: '2', memory: '2Gi' } } }).problems).toEqual([
      'spec: Forbidden: only cpu and memory resources are mutable',
    ])
  })

  it('does not rename containers and leaves static pods alone', () => {
    expect(resize(stored(), { name: 'd' }).problems).toContain(
      'spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize',
    )
    const old = stored()
    old.metadata.annotations = { 'kubernetes.io/config.mirror': 'x' }
    expect(resize(old, {}).problems).toEqual([': Forbidden: static pods cannot be resized'])
  })
})
