import { describe, expect, it } from 'vitest'
import { jsonPatch } from './json-patch.ts'
import { mergePatch } from './merge-patch.ts'
import { jsonText, PatchFailure } from './values.ts'

const document = { b: { z: 1, a: [1, 2, 3] }, a: 'x' }
const patched = (...operations: unknown[]): string => jsonText(jsonPatch(document, operations))
const fails = (...operations: unknown[]): void => expect(() => jsonPatch(document, operations)).toThrow(PatchFailure)

describe('jsonPatch', () => {
  it('sorts the keys of what it opened and leaves the rest', () => {
    expect(patched()).toBe('{"a":"x","b":{"z":1,"a":[1,2,3]}}')
    expect(patched({ op: 'add', path: '/b/c', value: null })).toBe('{"a":"x","b":{"a":[1,2,3],"c":null,"z":1}}')
  })

  it('counts negative indexes from the end', () => {
    expect(patched({ op: 'remove', path: '/b/a/-1' }, { op: 'add', path: '/b/a/-1', value: 9 })).toBe(
      '{"a":"x","b":{"a":[1,2,9],"z":1}}',
    )
    expect(patched({ op: 'add', path: '/b/a/1', value: 9 }, { op: 'add', path: '/b/a/-', value: 8 })).toBe(
      '{"a":"x","b":{"a":[1,9,2,3,8],"z":1}}',
    )
  })

  it('replaces and copies what is not there, but does not remove it', () => {
    expect(patched({ op: 'replace', path: '/n', value: 1 }, { op: 'copy', from: '/none', path: '/m' })).toBe(
      '{"a":"x","b":{"z":1,"a":[1,2,3]},"m":null,"n":1}',
    )
    fails({ op: 'remove', path: '/n' })
    fails({ op: 'move', from: '/n', path: '/m' })
  })

  it('refuses places that are not there', () => {
    fails({ op: 'add', path: '/x/y', value: 1 })
    fails({ op: 'add', path: '/b/a/4', value: 1 })
    fails({ op: 'add', path: '/b/a/x', value: 1 })
    fails({ op: 'add', value: 1 })
    fails({ path: '/a' })
    fails({ op: 'test', path: '/a', value: 'y' })
  })

  it('moves, tests and unescapes', () => {
    expect(patched({ op: 'test', path: '/b/a', value: [1, 2, 3] }, { op: 'move', from: '/a', path: '/b/x~1y~0' })).toBe(
      '{"b":{"a":[1,2,3],"x/y~":"x","z":1}}',
    )
    expect(patched({ op: 'add', path: 'ignored/x', value: 1 })).toBe('{"a":"x","b":{"z":1,"a":[1,2,3]},"x":1}')
  })
})

describe('mergePatch', () => {
  it('merges objects, replaces the rest, drops nulls of new values', () => {
    expect(
      mergePatch({ a: { b: 1, c: 2 }, l: [1] }, { a: { b: null, d: { e: null, f: 1 } }, l: [{ x: null, y: 1 }] }),
    ).toEqual({ a: { c: 2, d: { f: 1 } }, l: [{ y: 1 }] })
    expect(mergePatch({}, { l: [{ x: null, y: 1 }] })).toEqual({ l: [{ y: 1 }] })
  })
})

const OBJECT = { metadata: { name: 'a' }, list: [1, 2] }

function problem(operation: object): string {
  try {
    return JSON.stringify(jsonPatch(structuredClone(OBJECT), [operation]))
  } catch (failure) {
    if (!(failure instanceof PatchFailure)) throw failure
    return failure.message
  }
}

it.each([
  [{ op: 'add', path: '/a/b', value: 1 }, 'add operation does not apply: doc is missing path: "/a/b": missing value'],
  [{ op: 'add', value: 1 }, 'add operation failed to decode path: missing value'],
  [
    { op: 'add', path: '/list/9', value: 1 },
    "error in add for path: '/list/9': Unable to access invalid index: 9: invalid index referenced",
  ],
  [{ op: 'remove', path: '/a/b' }, 'remove operation does not apply: doc is missing path: "/a/b": missing value'],
  [
    { op: 'remove', path: '/metadata/x' },
    "error in remove for path: '/metadata/x': Unable to remove nonexistent key: x: missing value",
  ],
  [
    { op: 'replace', path: '/a/b', value: 1 },
    'replace operation does not apply: doc is missing path: /a/b: missing value',
  ],
  [
    { op: 'replace', path: '/list/9', value: 1 },
    'replace operation does not apply: doc is missing key: /list/9: missing value',
  ],
  [{ op: 'test', path: '/metadata/name', value: 'b' }, 'testing value /metadata/name failed: test failed'],
  [{ op: 'test', path: '/a/b', value: 'b' }, 'test operation does not apply: is missing path: /a/b: missing value'],
  [
    { op: 'copy', from: '/a/b', path: '/c' },
    'copy operation does not apply: doc is missing from path: /a/b: missing value',
  ],
  [
    { op: 'move', from: '/metadata/name', path: '/a/b' },
    'move operation does not apply: doc is missing destination path: /a/b: missing value',
  ],
  [{ op: 'nope', path: '/a' }, 'Unexpected kind: nope'],
])('%o', (operation, message) => expect(problem(operation)).toBe(message))
