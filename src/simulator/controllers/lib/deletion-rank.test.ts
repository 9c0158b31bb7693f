import { expect, it } from 'vitest'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { podsToDelete } from './deletion-rank.ts'

const NOW = Date.UTC(2026, 0, 1, 12)
const HOUR_AGO = '2026-01-01T11:00:00Z'

function pod(
  name: string,
  change: { node?: string; ready?: boolean; restarts?: number; cost?: string; since?: string },
): Pod {
  const { node = 'n', ready = true, restarts = 0, cost, since = HOUR_AGO } = change
  return {
    metadata: {
      name,
      uid: name,
      creationTimestamp: HOUR_AGO,
      ...(cost === undefined ? {} : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
    },
    spec: { nodeName: node, containers: [] },
    status: {
      phase: node === '' ? 'Pending' : 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastProbeTime: null, lastTransitionTime: since }],
      containerStatuses: [
        { name: 'c', image: 'i', imageID: 'i', ready, restartCount: restarts, state: {}, lastState: {} },
      ],
    },
  } as Pod
}

it('unassigned, not ready, cheap, crowded, young and restarted pods go first', () => {
  const pods = [
    pod('best', { node: 'alone' }),
    pod('restarted', { node: 'alone2', restarts: 3 }),
    pod('young', { node: 'alone3', since: '2026-01-01T11:59:00Z' }),
    pod('crowded-1', { node: 'full' }),
    pod('crowded-2', { node: 'full' }),
    pod('cheap', { node: 'alone4', cost: '-5' }),
    pod('unready', { node: 'alone5', ready: false }),
    pod('unassigned', { node: '' }),
  ]
  expect(podsToDelete(pods, pods, 7, NOW).map(({ metadata }) => metadata.name)).toEqual([
    'unassigned',
    'unready',
    'cheap',
    'crowded-1',
    'crowded-2',
    'young',
    'restarted',
  ])
})
