// Fields that the way through the internal type sets before anything else looks at the object.
import { expect, it } from 'vitest'
import { decode } from '../api/codec/decode.ts'
import { resolve, shapeOfType } from '../api/managed-fields/shapes.ts'
import { kind as daemonSet } from './apps/daemon-set/kind.ts'
import { kind as autoscaler } from './autoscaling/horizontal-pod-autoscaler-v1/kind.ts'
import { claimOptions } from './core/persistent-volume-claim/validation-update.ts'

const decoded = (type: string, body: object): never =>
  decode(body, type, { strictness: 'Ignore' }).object as unknown as never

it('a DaemonSet has its count of template changes, which its first writer owns', () => {
  const object = decoded('apps.v1.DaemonSet', { metadata: { name: 'd' }, spec: {} })
  daemonSet.defaults?.(object)
  expect((object as { metadata: object }).metadata).toMatchObject({
    annotations: { 'deprecated.daemonset.template.generation': '0' },
  })
})

it('an autoscaler of v1 without metrics is after the CPU', () => {
  const object = decoded('autoscaling.v1.HorizontalPodAutoscaler', {
    metadata: { name: 'h' },
    spec: { maxReplicas: 3 },
  })
  autoscaler.defaults?.(object)
  expect((object as { spec: object }).spec).toMatchObject({ minReplicas: 1, targetCPUUtilizationPercentage: 80 })
})

it('the claim of a volume is no single value, though references are', () => {
  const field = (type: string, name: string) => {
    const shape = shapeOfType(type).map?.fields.get(name)
    return shape && resolve(shape.reference).map?.atomic
  }
  expect(field('core.v1.PersistentVolumeSpec', 'claimRef')).toBe(false)
  expect(field('core.v1.Binding', 'target')).toBe(true)
})

it.each([
  [null, false],
  ['Not_Valid!', true],
])('a claim whose source has the group %s may have one that is invalid: %s', (apiGroup, allowInvalidAPIGroup) => {
  const claim = decoded('core.v1.PersistentVolumeClaim', {
    spec: { dataSource: { apiGroup, kind: 'PersistentVolumeClaim', name: 'z' } },
  })
  expect(claimOptions(claim)).toMatchObject({ allowInvalidAPIGroup })
})
