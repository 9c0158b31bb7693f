import { describe, expect, it } from 'vitest'
import { shapeOfType } from './shapes.ts'
import { merge, removeFields, withNamedFields } from './typed-merge.ts'

const pod = shapeOfType('core.v1.Pod')
const containers = (...names: string[]): unknown => ({ spec: { containers: names.map((name) => ({ name })) } })

describe('merge', () => {
  it('keeps the order of the configuration and weaves the others in', () => {
    expect(merge(pod, containers('a', 'b', 'c'), containers('c', 'x', 'a'))).toEqual(containers('b', 'c', 'x', 'a'))
    expect(merge(pod, containers('a', 'b'), containers('b', 'n'))).toEqual(containers('a', 'b', 'n'))
  })

  it('merges items and replaces atomic values', () => {
    const live = {
      metadata: { labels: { a: '1' } },
      spec: { nodeSelector: { a: 'b' }, containers: [{ name: 'c', image: 'i', command: ['x'] }] },
    }
    const configuration = {
      metadata: { labels: { b: '2' } },
      spec: { nodeSelector: { c: 'd' }, containers: [{ name: 'c', command: ['y'] }] },
    }
    expect(merge(pod, live, configuration)).toEqual({
      metadata: { labels: { a: '1', b: '2' } },
      spec: { nodeSelector: { c: 'd' }, containers: [{ name: 'c', image: 'i', command: ['y'] }] },
    })
  })
})

describe('removeFields', () => {
  it('takes out fields and items', () => {
    const value = {
      spec: {
        containers: [
          { name: 'a', image: 'i' },
          { name: 'b', image: 'i' },
        ],
        nodeName: 'n',
      },
    }
    const gone = {
      'f:spec': { 'f:containers': { 'k:{"name":"a"}': {}, 'k:{"name":"b"}': { 'f:image': {} } }, 'f:nodeName': {} },
    }
    expect(removeFields(pod, value, gone)).toEqual({ spec: { containers: [{ name: 'b' }] } })
  })
})

describe('withNamedFields', () => {
  it('adds declared fields above members, not keys of maps', () => {
    expect(withNamedFields(pod, { 'f:metadata': { 'f:labels': { 'f:a': {} } } })).toEqual({
      'f:metadata': { '.': {}, 'f:labels': { '.': {}, 'f:a': {} } },
    })
  })
})
