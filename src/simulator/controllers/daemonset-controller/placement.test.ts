import { expect, it } from 'vitest'
import type { DaemonSet } from '../../../generated/api/apps.v1.ts'
import { daemonTemplate, daemonTolerations } from './placement.ts'

const NOT_READY = 'node.kubernetes.io/not-ready'

it('makes every toleration of a taint all daemons put up with one without end', () => {
  const soon = { key: NOT_READY, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 10 }
  const later = { ...soon, tolerationSeconds: 20 }
  const own = { key: NOT_READY, operator: 'Equal', effect: 'NoExecute' }
  const forever = { key: NOT_READY, operator: 'Exists', effect: 'NoExecute' }
  const spec = { tolerations: [soon, own, later], containers: [] }
  expect(daemonTolerations(spec).slice(0, 3)).toEqual([forever, own, forever])
  expect(daemonTolerations(spec)).toHaveLength(8)
})

it('labels pods with the generation an annotation gives as a number, and not at all where it is none', () => {
  const labelOf = (generation: string): unknown => {
    const annotations = { 'deprecated.daemonset.template.generation': generation }
    const set = {
      metadata: { annotations },
      spec: { selector: {}, template: { spec: { containers: [] } } },
      status: {},
    }
    return daemonTemplate(set as unknown as DaemonSet, 'abc').metadata?.labels
  }
  const only = { 'controller-revision-hash': 'abc' }
  expect(['7', '+07', '-3', 'seven', '', '9223372036854775808'].map(labelOf)).toEqual([
    { ...only, 'pod-template-generation': '7' },
    { ...only, 'pod-template-generation': '7' },
    { ...only, 'pod-template-generation': '-3' },
    only,
    only,
    only,
  ])
})
