import { describe, expect, it } from 'vitest'
import { compare, fieldsOf } from './compare.ts'
import { shapeOfType } from './shapes.ts'
import { typeProblems } from './typed-validate.ts'

const pod = shapeOfType('core.v1.Pod')
const service = shapeOfType('core.v1.Service')

describe('compare', () => {
  it('says nothing of equal values', () => {
    expect(
      compare(
        pod,
        { spec: { containers: [{ name: 'c', image: 'i' }] } },
        { spec: { containers: [{ image: 'i', name: 'c' }] } },
      ),
    ).toBeUndefined()
  })

  it('finds items of lists by their keys, defaulted ones too', () => {
    const before = { spec: { ports: [{ port: 80, name: 'a' }, { port: 81 }], selector: { x: 'y' } } }
    const after = { spec: { ports: [{ port: 80, protocol: 'TCP', name: 'b' }], selector: { x: 'z' } } }
    expect(compare(service, before, after)).toEqual({
      added: { 'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { 'f:protocol': {} } } } },
      modified: { 'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { 'f:name': {} } }, 'f:selector': {} } },
      removed: { 'f:spec': { 'f:ports': { 'k:{"port":81,"protocol":"TCP"}': { '.': {}, 'f:port': {} } } } },
    })
  })

  it('takes new values whole, themselves included', () => {
    expect(
      compare(pod, { metadata: {} }, { metadata: { labels: { b: '1', a: '2' }, finalizers: ['x/y'], annotations: {} } })
        ?.added,
    ).toEqual({
      'f:metadata': {
        'f:annotations': {},
        'f:finalizers': { '.': {}, 'v:"x/y"': {} },
        'f:labels': { '.': {}, 'f:a': {}, 'f:b': {} },
      },
    })
  })
})

describe('fieldsOf', () => {
  it('owns what a configuration names, not the structs on the way', () => {
    const configuration = {
      metadata: { labels: { a: 'b' }, annotations: {} },
      spec: {
        nodeSelector: { x: 'y' },
        containers: [{ name: 'c', ports: [{ containerPort: 80 }], env: [], securityContext: {} }],
      },
    }
    expect(JSON.stringify(fieldsOf(pod, configuration))).toBe(
      JSON.stringify({
        'f:metadata': { 'f:annotations': {}, 'f:labels': { 'f:a': {} } },
        'f:spec': {
          'f:containers': {
            'k:{"name":"c"}': {
              '.': {},
              'f:name': {},
              'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
              'f:securityContext': {},
            },
          },
          'f:nodeSelector': {},
        },
      }),
    )
  })
})

describe('typeProblems', () => {
  it('words what does not fit as upstream does', () => {
    const of = (value: unknown): string | undefined => typeProblems(pod, value)
    expect(of({ spec: { foo: 1 } })).toBe('.spec.foo: field not declared in schema')
    expect(of({ spec: { containers: [{ name: 'c' }, { name: 'c' }] } })).toBe(
      '.spec.containers: duplicate entries for key [name="c"]',
    )
    expect(of({ spec: { containers: [null] } })).toBe(
      '.spec.containers: element 0: associative list with keys may not have a null element',
    )
    expect(of({ spec: { terminationGracePeriodSeconds: 'x' } })).toBe(
      '.spec.terminationGracePeriodSeconds: expected numeric (int or float), got string',
    )
    expect(of({ spec: { nodeName: 5, hostNetwork: 'x' } })).toBe(
      'errors:\n  .spec.nodeName: expected string, got &value.valueUnstructured{Value:5}\n  .spec.hostNetwork: expected boolean, got &{x}',
    )
    expect(of({ spec: { containers: { a: 1 } }, metadata: 'x' })).toBe(
      'errors:\n  .spec.containers: expected list, got &{map[a:1]}\n  .metadata: expected map, got &{x}',
    )
    expect(of({ spec: { containers: null, nodeSelector: { a: 'b' } } })).toBeUndefined()
  })
})
