import { expect, it } from 'vitest'
import type { DaemonSet } from '../../../generated/api/apps.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { FailedPods } from './failed-pods.ts'
import type { Stage } from './manage.ts'
import { rollOut } from './rolling.ts'

it('lets an update with surge wait for old pods of nodes that are gone', () => {
  const rollingUpdate = { maxSurge: 1, maxUnavailable: 0 }
  const set = {
    metadata: { name: 'd', namespace: 'ns' },
    spec: { selector: {}, template: {}, updateStrategy: { type: 'RollingUpdate', rollingUpdate } },
    status: {},
  } as unknown as DaemonSet
  const pod = { metadata: { name: 'd-1', labels: {} }, spec: { nodeName: 'gone' }, status: {} } as unknown as Pod
  const stage = { set, hash: 'new', now: 0, failed: new FailedPods() } as unknown as Stage
  const message = 'couldn\'t get node for nodeName "gone": node "gone" not found'
  expect(() => rollOut(stage, [], new Map([['gone', [pod]]]))).toThrow(expect.objectContaining({ message }))
})
