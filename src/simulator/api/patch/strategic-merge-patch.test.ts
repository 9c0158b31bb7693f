import { describe, expect, it } from 'vitest'
import { StrategicFailure } from './strategic-failures.ts'
import { strategicMergePatch } from './strategic-merge-patch.ts'
import { type Json, PatchFailure } from './values.ts'

/** Frozen through and through: what is patched must not change. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}

const merged = (original: Json, patch: Json, type = 'core.v1.PodSpec'): Json =>
  strategicMergePatch(frozen(structuredClone(original)), structuredClone(patch), type)

function failure(original: Json, patch: Json, type?: string): unknown {
  try {
    return merged(original, patch, type)
  } catch (error) {
    if (!(error instanceof PatchFailure)) throw error
    return { code: error instanceof StrategicFailure ? error.code : 500, message: error.message }
  }
}

describe('strategicMergePatch', () => {
  const spec = {
    containers: [{ name: 'a', image: 'i' }, { name: 'b' }],
    imagePullSecrets: [{ name: 's1' }],
    tolerations: [{ key: 'k' }],
  }

  it("merges by key: new items come first, then the server's", () => {
    expect(
      merged(spec, {
        containers: [{ name: 'c' }, { name: 'a', image: 'j' }],
        imagePullSecrets: [{ name: 's2' }],
        tolerations: [{ key: 'l' }],
      }),
    ).toEqual({
      containers: [{ name: 'c' }, { name: 'a', image: 'j' }, { name: 'b' }],
      imagePullSecrets: [{ name: 's2' }, { name: 's1' }],
      tolerations: [{ key: 'l' }],
    })
  })

  it('obeys $patch', () => {
    expect(merged(spec, { containers: [{ name: 'a', $patch: 'delete' }] })['containers']).toEqual([{ name: 'b' }])
    expect(merged(spec, { containers: [{ $patch: 'replace' }, { name: 'z' }] })['containers']).toEqual([{ name: 'z' }])
    expect(merged(spec, { $patch: 'replace', nodeName: 'n' })).toEqual({ nodeName: 'n' })
    expect(merged(spec, { $patch: 'delete' })).toEqual({})
  })

  it('obeys $setElementOrder and $retainKeys', () => {
    expect(merged(spec, { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] })['containers']).toEqual([
      { name: 'b' },
      { name: 'a', image: 'i' },
    ])
    expect(
      merged(
        { volumes: [{ name: 'v', emptyDir: {} }] },
        { volumes: [{ name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/x' } }] },
      ),
    ).toEqual({ volumes: [{ name: 'v', hostPath: { path: '/x' } }] })
  })

  it('merges and empties lists of scalars', () => {
    const meta = { finalizers: ['a', 'b'] }
    expect(merged(meta, { finalizers: ['c', 'a'] }, 'meta.v1.ObjectMeta')).toEqual({ finalizers: ['c', 'a', 'b'] })
    expect(merged(meta, { '$deleteFromPrimitiveList/finalizers': ['a'] }, 'meta.v1.ObjectMeta')).toEqual({
      finalizers: ['b'],
    })
  })

  it('does not look into what may be anything', () => {
    const revision = { data: { spec: { template: 1 } } }
    expect(failure(revision, { data: { spec: { template: 2 } } }, 'apps.v1.ControllerRevision')).toEqual({
      code: 500,
      message: 'unable to find api field in struct RawExtension for the json field "spec"',
    })
  })

  it('words what is wrong', () => {
    expect(failure(spec, { containers: [{ image: 'x' }] })).toEqual({
      code: 500,
      message: 'map: map[image:x] does not contain declared merge key: name',
    })
    expect(failure(spec, { $patch: 'bogus' })).toEqual({
      code: 500,
      message: 'unknown patch type: bogus in map: map[$patch:bogus]',
    })
    expect(failure(spec, { $retainKeys: ['a'], nodeName: 'n' })).toEqual({
      code: 400,
      message: 'invalid patch format of retainKeys',
    })
    expect(failure(spec, { '$setElementOrder/containers': [{ name: 'b' }], containers: [{ name: 'a' }] })).toEqual({
      code: 500,
      message: "The order in patch list:\n[map[name:a]]\n doesn't match $setElementOrder list:\n[map[name:b]]\n",
    })
    expect(failure(spec, { containers: ['x'] })).toEqual({
      code: 500,
      message: 'list element types are not identical: [[map[image:i name:a] map[name:b]] [x]]',
    })
  })
})
