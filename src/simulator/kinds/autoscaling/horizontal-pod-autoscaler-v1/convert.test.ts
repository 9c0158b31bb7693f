import { describe, expect, it } from 'vitest'
import type { HorizontalPodAutoscaler } from '../../../../generated/api/autoscaling.v2.ts'
import { fromStored, toStored } from './convert.ts'

const stored: HorizontalPodAutoscaler = {
  kind: 'HorizontalPodAutoscaler',
  apiVersion: 'autoscaling/v2',
  metadata: { name: 'web', annotations: { team: 'a' } },
  spec: {
    scaleTargetRef: { kind: 'Deployment', name: 'web', apiVersion: 'apps/v1' },
    minReplicas: 1,
    maxReplicas: 5,
    metrics: [
      { type: 'Pods', pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '10' } } },
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
    ],
    behavior: { scaleDown: { selectPolicy: 'Min', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } },
  },
  status: { desiredReplicas: 2, currentReplicas: 2, currentMetrics: null },
}

describe('the two faces of an autoscaler', () => {
  it('keeps in annotations what v1 has no fields for', () => {
    expect(fromStored(stored)).toEqual({
      kind: 'HorizontalPodAutoscaler',
      apiVersion: 'autoscaling/v1',
      metadata: {
        name: 'web',
        annotations: {
          'autoscaling.alpha.kubernetes.io/behavior':
            '{"ScaleUp":null,"ScaleDown":{"StabilizationWindowSeconds":null,"SelectPolicy":"Min","Policies":[{"Type":"Pods","Value":1,"PeriodSeconds":60}],"Tolerance":null}}',
          'autoscaling.alpha.kubernetes.io/metrics':
            '[{"type":"Pods","pods":{"metricName":"rps","targetAverageValue":"10"}}]',
          team: 'a',
        },
      },
      spec: {
        scaleTargetRef: { kind: 'Deployment', name: 'web', apiVersion: 'apps/v1' },
        minReplicas: 1,
        maxReplicas: 5,
        targetCPUUtilizationPercentage: 60,
      },
      status: { desiredReplicas: 2, currentReplicas: 2 },
    })
  })

  it('comes back as it was', () => {
    expect(toStored(fromStored(stored))).toEqual(stored)
  })
})
