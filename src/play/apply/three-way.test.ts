import { describe, expect, it } from 'vitest'
import { goJson, LAST_APPLIED, lastAppliedOf, withLastApplied } from './last-applied.ts'
import { threeWayMergePatch } from './merge-patch.ts'
import { threeWayPatch, typeOfKind } from './three-way.ts'

const type = typeOfKind('apps/v1', 'Deployment')!
const deployment = (containers: readonly object[], extra: object = {}) => ({
  spec: { template: { spec: { containers } }, ...extra },
})

describe('threeWayPatch', () => {
  it('changes what is wanted and leaves what others set', () => {
    const before = deployment([{ name: 'app', image: 'a' }], { replicas: 2 })
    const wanted = deployment([{ name: 'app', image: 'b' }])
    const there = deployment(
      [
        { name: 'app', image: 'a', imagePullPolicy: 'Always' },
        { name: 'sidecar', image: 's' },
      ],
      { replicas: 2, paused: true },
    )
    expect(threeWayPatch(before, wanted, there, type)).toEqual({
      spec: {
        replicas: null,
        template: {
          spec: { '$setElementOrder/containers': [{ name: 'app' }], containers: [{ name: 'app', image: 'b' }] },
        },
      },
    })
  })

  it('deletes list items that were applied before', () => {
    const before = deployment([{ name: 'app' }, { name: 'old' }])
    const wanted = deployment([{ name: 'app' }])
    expect(threeWayPatch(before, wanted, before, type)).toEqual({
      spec: {
        template: {
          spec: { '$setElementOrder/containers': [{ name: 'app' }], containers: [{ $patch: 'delete', name: 'old' }] },
        },
      },
    })
  })

  it('keeps the keys of a union', () => {
    const before = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } }
    const wanted = { spec: { strategy: { type: 'Recreate' } } }
    expect(threeWayPatch(before, wanted, before, type)).toEqual({
      spec: { strategy: { type: 'Recreate', rollingUpdate: null, $retainKeys: ['type'] } },
    })
  })

  it('is empty when nothing is to be done', () => {
    const same = deployment([{ name: 'app', image: 'a' }])
    expect(threeWayPatch(same, same, { ...same, status: {} }, type)).toEqual({})
  })
})

describe('threeWayMergePatch', () => {
  it('replaces lists, deletes what was applied, keeps the rest', () => {
    expect(
      threeWayMergePatch({ a: 1, b: { c: 1, d: 2 } }, { b: { c: 3, l: [1] } }, { a: 1, b: { c: 1, d: 2, e: 5 } }),
    ).toEqual({ a: null, b: { c: 3, d: null, l: [1] } })
  })
})

describe('the annotation', () => {
  it('is what kubectl writes', () => {
    const annotated = withLastApplied({ kind: 'Pod', apiVersion: 'v1', metadata: { name: 'x' } })
    expect(annotated.metadata?.annotations).toEqual({
      [LAST_APPLIED]: '{"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{},"name":"x"}}\n',
    })
    expect(lastAppliedOf(annotated)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { annotations: {}, name: 'x' },
    })
    expect(goJson({ b: '<&>', a: [1] })).toBe('{"a":[1],"b":"\\u003c\\u0026\\u003e"}')
  })
})
