import { expect, it } from 'vitest'
import type { Node, Taint } from '../../../generated/api/core.v1.ts'
import { wantedTaints } from './taints.ts'

const node = (ready: string, taints: Taint[] = [], unschedulable = false): Node =>
  ({
    metadata: { name: 'n' },
    spec: { taints, ...(unschedulable ? { unschedulable } : {}) },
    status: { conditions: [{ type: 'Ready', status: ready }] },
  }) as unknown as Node

it('follows the conditions and leaves foreign taints alone', () => {
  const own: Taint = { key: 'own', effect: 'NoSchedule' }
  const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }
  const timeAdded = '1970-01-01T00:00:00Z'
  expect(wantedTaints(node('True', [own]), 0)).toBeUndefined()
  expect(wantedTaints(node('True', [own, notReady]), 0)).toEqual([own])
  expect(wantedTaints(node('Unknown', [own]), 0)).toEqual([
    own,
    { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded },
    { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded },
  ])
  expect(wantedTaints(node('True', [], true), 0)).toEqual([
    { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded },
  ])
})
