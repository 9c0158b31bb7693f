import { expect, it } from 'vitest'
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import { bestVolume, mismatch } from './matching.ts'

const volume = (name: string, storage: string, spec: object = {}): PersistentVolume => ({
  metadata: { name },
  spec: { capacity: { storage }, accessModes: ['ReadWriteOnce'], storageClassName: 'x', ...spec },
  status: { phase: 'Available' },
})
const claim = (storage: string, spec: object = {}): PersistentVolumeClaim =>
  ({
    metadata: { name: 'c', namespace: 'ns', uid: 'u' },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'x', resources: { requests: { storage } }, ...spec },
    status: {},
  }) as PersistentVolumeClaim

it('takes the smallest that fits, of those with the fewest modes', () => {
  const volumes = [
    volume('ten', '10Gi'),
    volume('two', '2Gi'),
    volume('half', '512Mi'),
    volume('shared', '1Gi', { accessModes: ['ReadWriteOnce', 'ReadWriteMany'] }),
    volume('other', '1Gi', { storageClassName: 'y' }),
  ]
  expect(bestVolume(claim('1Gi'), volumes, false)?.metadata.name).toBe('two')
  expect(bestVolume(claim('1Gi', { accessModes: ['ReadWriteMany'] }), volumes, false)?.metadata.name).toBe('shared')
  expect(bestVolume(claim('1Gi'), volumes, true)).toBeUndefined()
  expect(bestVolume(claim('20Gi'), volumes, false)).toBeUndefined()
})

it('takes what is meant for it, whatever it waits for', () => {
  const meant = volume('meant', '50Gi', { claimRef: { namespace: 'ns', name: 'c' } })
  const anothers = volume('anothers', '1Gi', { claimRef: { namespace: 'ns', name: 'd' } })
  expect(bestVolume(claim('1Gi'), [anothers, volume('one', '1Gi'), meant], true)?.metadata.name).toBe('meant')
})

it('says why a volume that was asked for does not do', () => {
  expect(mismatch(volume('v', '1Gi'), claim('5Gi'))).toBe('requested PV is too small')
  expect(mismatch(volume('v', '1Gi'), claim('1Gi', { storageClassName: 'y' }))).toBe('storageClassName does not match')
  expect(mismatch(volume('v', '1Gi'), claim('1Gi', { volumeMode: 'Block' }))).toBe('incompatible volumeMode')
  expect(mismatch(volume('v', '1Gi'), claim('1Gi', { accessModes: ['ReadWriteMany'] }))).toBe('incompatible accessMode')
  expect(mismatch(volume('v', '1Gi'), claim('1Gi'))).toBeUndefined()
})
