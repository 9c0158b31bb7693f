import { expect, it } from 'vitest'
import type { Node, Taint } from '../../../generated/api/core.v1.ts'
import { wantedTaints, withNoExecute } from './taints.ts'

const node = (ready: string, taints: Taint[] = [], unschedulable = false): Node =>
  ({
    metadata: { name: 'n' },
    spec: { taints, ...(unschedulable ? { unschedulable } : {}) },
    status: { conditions: [{ type: 'Ready', status: ready }] },
  }) as unknown as Node

const timeAdded = '1970-01-01T00:00:00Z'
const own: Taint = { key: 'own', effect: 'NoSchedule' }
const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }

it('follows the conditions and leaves foreign taints alone', () => {
  expect(wantedTaints(node('True', [own]), 0)).toBeUndefined()
  expect(wantedTaints(node('True', [own, notReady]), 0)).toEqual([own])
  expect(wantedTaints(node('Unknown', [own]), 0)).toEqual([
    own,
    { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded },
  ])
  expect(wantedTaints(node('True', [], true), 0)).toEqual([
    { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded },
  ])
})

it('swaps the NoExecute taints', () => {
  const key = 'node.kubernetes.io/unreachable'
  const unreachable: Taint = { key, effect: 'NoExecute', timeAdded }
  expect(withNoExecute(node('Unknown', [own]), key, 0)).toEqual([own, unreachable])
  expect(withNoExecute(node('Unknown', [unreachable]), key, 0)).toBeUndefined()
  expect(withNoExecute(node('False', [unreachable]), 'node.kubernetes.io/not-ready', 0)).toEqual([
    { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', timeAdded },
  ])
  expect(withNoExecute(node('True', [unreachable]), undefined, 0)).toEqual([])
})
