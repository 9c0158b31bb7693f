import { describe, expect, it } from 'vitest'
import {
  difference,
  eachPath,
  type FieldTree,
  intersection,
  LEAF,
  readTree,
  recursiveDifference,
  union,
} from './field-set.ts'

const paths = (tree: FieldTree): string[] => {
  const found: string[] = []
  eachPath(tree, (path) => found.push(path))
  return found
}

const a: FieldTree = { 'f:data': { '.': LEAF, 'f:a': LEAF, 'f:b': LEAF }, 'f:type': LEAF }

describe('field sets', () => {
  it('unites members in order', () => {
    const b: FieldTree = { 'f:data': { 'f:0': LEAF, 'f:b': { 'f:x': LEAF } }, 'f:aaa': LEAF }
    expect(JSON.stringify(union(a, b))).toBe(
      '{"f:aaa":{},"f:data":{".":{},"f:0":{},"f:a":{},"f:b":{".":{},"f:x":{}}},"f:type":{}}',
    )
  })

  it('takes members away and leaves what is below them', () => {
    expect(difference(a, { 'f:data': LEAF })).toEqual({ 'f:data': { 'f:a': LEAF, 'f:b': LEAF }, 'f:type': LEAF })
    expect(difference(a, { 'f:data': { 'f:a': LEAF, 'f:b': LEAF } })).toEqual({ 'f:data': LEAF, 'f:type': LEAF })
    expect(difference(a, { 'f:data': { '.': LEAF, 'f:a': LEAF, 'f:b': LEAF } })).toEqual({ 'f:type': LEAF })
  })

  it('takes members away with all below them', () => {
    expect(recursiveDifference(a, { 'f:data': LEAF })).toEqual({ 'f:type': LEAF })
  })

  it('keeps what both have', () => {
    expect(intersection(a, { 'f:data': { 'f:a': LEAF }, 'f:type': { 'f:x': LEAF } })).toEqual({
      'f:data': { 'f:a': LEAF },
    })
  })

  it('lists members of a level before those below', () => {
    const tree: FieldTree = {
      'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': LEAF, 'f:name': LEAF } }, 'f:type': LEAF },
      'f:status': LEAF,
    }
    expect(paths(tree)).toEqual([
      '.status',
      '.spec.type',
      '.spec.ports[port=80,protocol="TCP"]',
      '.spec.ports[port=80,protocol="TCP"].name',
    ])
  })

  it('reads what clients write', () => {
    expect(
      JSON.stringify(readTree({ 'v:"b"': {}, 'k:{"b":1,"a":"x"}': {}, 'f:z': {}, 'f:a': { '.': {} }, 'q:later': {} })),
    ).toBe('{"f:a":{".":{}},"f:z":{},"k:{\\"a\\":\\"x\\",\\"b\\":1}":{},"v:\\"b\\"":{}}')
    expect(readTree({ nonsense: {} })).toBeUndefined()
    expect(readTree({ 'k:{': {} })).toBeUndefined()
  })
})
