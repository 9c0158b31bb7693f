import { describe, expect, it } from 'vitest'
import type { Pod, PodSpec } from '../../../../generated/api/core.v1.ts'
import { context, podWith, problemsOf } from '../../lib/pod-spec/pod.fixture.ts'
import { defaultPod } from './defaults.ts'
import { preparePod } from './prepare.ts'
import { updatePod } from './update.ts'

function stored(spec: Partial<PodSpec> = {}): Pod {
  const pod = podWith(spec)
  defaultPod(pod)
  preparePod(pod, context)
  return pod
}

function change(old: Pod, spec: Partial<PodSpec>): { pod: Pod; problems: readonly string[] } {
  const pod: Pod = { ...old, metadata: { ...old.metadata }, spec: { ...old.spec, ...spec } }
  updatePod.prepare?.(pod, old, context)
  return { pod, problems: problemsOf((errors) => updatePod.validate?.(pod, old, errors, context)) }
}

const UPDATABLE =
  '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

describe('an update of a pod', () => {
  it('may change images and set a deadline, which counts as a new generation', () => {
    const old = stored()
    const containers = [{ ...old.spec.containers![0]!, image: 'i:2' }]
    const { pod, problems } = change(old, { containers, activeDeadlineSeconds: 5 })
    expect(problems).toEqual([])
    expect(pod.metadata.generation).toBe(2)
  })

  it('shows what else was changed', () => {
    const { problems } = change(stored(), { nodeName: 'n' })
    expect(problems).toEqual([
      `spec: Forbidden: pod updates may not change fields other than ${UPDATABLE}\n` +
        '@@ -42,7 +42,7 @@\n  "NodeSelector": null,\n  "ServiceAccountName": "",\n  "AutomountServiceAccountToken": null,\n' +
        '- "NodeName": "",\n+ "NodeName": "n",\n' +
        '  "SecurityContext": {\n   "HostNetwork": false,\n   "HostPID": false,\n',
    ])
  })

  it('may not lengthen the deadline, drop tolerations, add gates or containers', () => {
    const old = stored({ activeDeadlineSeconds: 5, tolerations: [{ key: 'a', operator: 'Exists' }] })
    expect(change(old, { activeDeadlineSeconds: 6 }).problems).toEqual([
      'spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value',
    ])
    expect(change(old, { tolerations: undefined, schedulingGates: [{ name: 'g' }] }).problems).toEqual([
      'spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds',
      "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'g'",
    ])
    const [container] = old.spec.containers ?? []
    expect(change(old, { containers: [container!, { ...container!, name: 'd' }] }).problems).toEqual([
      'spec.containers: Forbidden: pod updates may not add or remove containers',
    ])
  })

  it('may narrow the placement of a gated pod', () => {
    const old = stored({ schedulingGates: [{ name: 'g' }], nodeSelector: { a: '1' } })
    expect(change(old, { nodeSelector: { a: '1', b: '2' } }).problems).toEqual([])
    expect(change(old, { nodeSelector: { a: '2' } }).problems).toEqual([
      'spec.nodeSelector: Invalid value: {"a":"2"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)',
    ])
  })
})
