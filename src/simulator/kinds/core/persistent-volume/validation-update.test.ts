// The comparisons of an update, with the difference as people see it.
import { describe, expect, it } from 'vitest'
import type { PersistentVolume } from '../../../../generated/api/core.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { validateVolumeChange } from './validation-update.ts'

const gates = { enabled: (name: string): boolean => name === 'VolumeAttributesClass' }
const volumeOf = (spec: object): PersistentVolume => ({ metadata: { name: 'v' }, spec, status: {} }) as PersistentVolume

function problems(spec: object, old: object): readonly string[] {
  const errors = new FieldErrors()
  validateVolumeChange(volumeOf(spec), volumeOf(old), errors, gates)
  return errors.list.map(({ field, body }) => `${field}: ${body}`)
}

const affinity = (key: string) => ({
  required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: ['a'] }] }] },
})

describe('the source', () => {
  it('is fixed', () => {
    const [problem] = problems({ nfs: { server: 's', path: '/b' } }, { nfs: { server: 's', path: '/a' } })
    expect(problem).toBe(
      'spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation\n' +
        '@@ -5,7 +5,7 @@\n  "Glusterfs": null,\n  "NFS": {\n   "Server": "s",\n-  "Path": "/a",\n+  "Path": "/b",\n   "ReadOnly": false\n  },\n  "RBD": null,\n',
    )
  })

  it('may learn the secret it is expanded with', () => {
    const csi = { driver: 'd', volumeHandle: 'h' }
    expect(problems({ csi: { ...csi, controllerExpandSecretRef: { name: 'n', namespace: 's' } } }, { csi })).toEqual([])
  })
})

describe('node affinity', () => {
  const old = { nodeAffinity: affinity('beta.kubernetes.io/os') }

  it('may only take the newer names of labels', () => {
    expect(problems({ nodeAffinity: affinity('kubernetes.io/os') }, old)).toEqual([])
    expect(problems({ nodeAffinity: affinity('') }, { nodeAffinity: affinity('mine') })).toEqual([])
    expect(problems({ nodeAffinity: affinity('kubernetes.io/arch') }, old)).toEqual([
      'nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"kubernetes.io/arch","Operator":"In","Values":["a"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA',
    ])
  })
})
