// The small plugins of storage and ingress: defaults, protection, growth.
import { describe, expect, it } from 'vitest'
import { plugin as ingressClass } from './default-ingress-class.ts'
import { plugin as storageClass } from './default-storage-class.ts'
import { attributesOf, refusal } from './lib/cluster.fixture.ts'
import { plugin as resize } from './persistent-volume-claim-resize.ts'
import { plugin as protection } from './storage-object-in-use-protection.ts'

const CLAIMS = 'persistentvolumeclaims'
const STORAGE = 'storageclasses.storage.k8s.io'
const INGRESS = 'ingressclasses.networking.k8s.io'

const classOf = (prefix: string, name: string, day: number) => ({
  metadata: {
    name,
    creationTimestamp: `2026-01-0${day}T00:00:00Z`,
    annotations: { [`${prefix}.kubernetes.io/is-default-class`]: 'true' },
  },
})

describe('default classes', () => {
  it('are the newest, of equals the first by name, and only for those that name none', () => {
    const classes = [
      classOf('storageclass', 'old', 1),
      classOf('storageclass', 'b', 2),
      classOf('storageclass', 'a', 2),
    ]
    const admitted = (spec: object): object => {
      const claim = { metadata: { name: 'c' }, spec }
      refusal(storageClass, attributesOf(CLAIMS, claim as never), { [STORAGE]: classes as never })
      return claim.spec
    }
    expect(admitted({})).toEqual({ storageClassName: 'a' })
    expect(admitted({ storageClassName: '' })).toEqual({ storageClassName: '' })
  })

  it('exist for ingresses, too', () => {
    const ingress = { metadata: { name: 'i' }, spec: {} }
    const classes = { [INGRESS]: [classOf('ingressclass', 'nginx', 1)] as never }
    refusal(ingressClass, attributesOf('ingresses.networking.k8s.io', ingress as never), classes)
    expect(ingress.spec).toEqual({ ingressClassName: 'nginx' })
  })
})

describe('protection', () => {
  it('adds the finalizer once', () => {
    const claim = { metadata: { name: 'c', finalizers: ['x/y'] }, spec: {} }
    refusal(protection, attributesOf(CLAIMS, claim as never), {})
    refusal(protection, attributesOf(CLAIMS, claim as never), {})
    expect(claim.metadata.finalizers).toEqual(['x/y', 'kubernetes.io/pvc-protection'])
  })
})

describe('growth', () => {
  const claimOf = (storage: string, phase: string) => ({
    metadata: { name: 'c' },
    spec: { storageClassName: 's', resources: { requests: { storage } } },
    status: { phase },
  })
  const grown = (phase: string, allowVolumeExpansion: boolean): string | undefined => {
    const update = { operation: 'UPDATE' as const, oldObject: claimOf('1Gi', phase) as never }
    return refusal(resize, attributesOf(CLAIMS, claimOf('2Gi', phase) as never, update), {
      [STORAGE]: [{ metadata: { name: 's' }, allowVolumeExpansion }] as never,
    })
  }

  it('is for bound claims whose class allows it', () => {
    expect(grown('Bound', true)).toBeUndefined()
    expect(grown('Pending', true)).toBe(
      'persistentvolumeclaims "c" is forbidden: Only bound persistent volume claims can be expanded',
    )
    expect(grown('Bound', false)).toBe(
      'persistentvolumeclaims "c" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    )
  })
})
