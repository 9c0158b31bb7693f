import { describe, expect, it } from 'vitest'
import type { RequestContext } from '../context.ts'
import type { KubeObject } from '../types.ts'
import { SPEC_REPLICAS, trackScale } from './scale.ts'

const context = {
  info: {
    key: 'deployments.apps',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    type: 'apps.v1.Deployment',
    subresources: new Map(),
  },
  subresource: 'scale',
  fieldManager: 'scaler',
  forKinds: { now: '2026-01-01T00:00:00Z' },
  request: { path: '/', user: { name: 'x', groups: [] } },
  parts: { resources: { byKind: () => undefined } },
} as unknown as RequestContext
const scale = (replicas: number): KubeObject =>
  ({ metadata: { name: 'd', uid: 'u' }, spec: { replicas }, status: { replicas: 0 } }) as KubeObject
const entry = (manager: string, operation: string, fieldsV1: object, more: object = {}): object => ({
  manager,
  operation,
  apiVersion: 'apps/v1',
  fieldsType: 'FieldsV1',
  fieldsV1,
  ...more,
})
const both = { 'f:spec': { 'f:paused': {}, 'f:replicas': {} } }
const parent = {
  metadata: {
    name: 'd',
    uid: 'u',
    managedFields: [entry('ci', 'Apply', both), entry('hand', 'Update', { 'f:spec': { 'f:replicas': {} } })],
  },
} as KubeObject

describe('trackScale', () => {
  it('takes replicas from their owners', () => {
    expect(trackScale(context, parent, SPEC_REPLICAS, scale(1), scale(2))).toEqual([
      entry('ci', 'Apply', { 'f:spec': { 'f:paused': {} } }),
      entry('scaler', 'Update', { 'f:spec': { 'f:replicas': {} } }, { subresource: 'scale' }),
    ])
  })

  it('leaves owners alone when nothing changes', () => {
    expect(trackScale(context, parent, SPEC_REPLICAS, scale(1), scale(1))).toEqual([
      entry('ci', 'Apply', both),
      entry('hand', 'Update', { 'f:spec': { 'f:replicas': {} } }),
    ])
  })
})
