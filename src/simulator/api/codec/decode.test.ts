import { describe, expect, it } from 'vitest'
import { decode, type Strictness, strictErrorText } from './decode.ts'

const run = (body: unknown, type = 'core.v1.Pod', strictness: Strictness = 'Strict') =>
  decode(body, type, { strictness })
const error = (body: unknown, type?: string) => run(body, type).error
const pod = (container: unknown) => ({ metadata: { name: 'a' }, spec: { containers: [container] } })

describe('what comes out', () => {
  it('has the fields in the order of the Go struct, empty ones only where Go writes them', () => {
    const { object } = run({
      spec: {
        nodeName: '',
        tolerations: [],
        containers: [{ image: 'i', name: 'c', ports: [{ containerPort: 80 }] }],
        securityContext: {},
      },
      metadata: { labels: { b: '1', a: null }, name: 'p' },
      kind: 'Pod',
    })
    expect(JSON.stringify(object)).toBe(
      '{"kind":"Pod","metadata":{"name":"p","labels":{"a":"","b":"1"}},"spec":{"containers":[{"name":"c","image":"i",' +
        '"ports":[{"containerPort":80}],"resources":{}}],"securityContext":{}},"status":{}}',
    )
  })
  it('holds values in their canonical form', () => {
    const body = {
      metadata: { creationTimestamp: '2026-01-01T02:00:00+02:00' },
      spec: {
        containers: [
          {
            name: 'c',
            resources: { limits: { cpu: 0.5, memory: ' 1024Mi' } },
            livenessProbe: { httpGet: { port: 80 } },
          },
          null,
        ],
        volumes: [{ name: 'v', emptyDir: {} }],
      },
    }
    const copy = structuredClone(body)
    expect(run(body).object).toEqual({
      metadata: { creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: {
        volumes: [{ name: 'v', emptyDir: {} }],
        containers: [
          {
            name: 'c',
            resources: { limits: { cpu: '500m', memory: '1Gi' } },
            livenessProbe: { httpGet: { port: 80 } },
          },
          { name: '', resources: {} },
        ],
      },
      status: {},
    })
    expect(body).toEqual(copy)
  })
  it('has null for lists that are always written and empty, as protobuf storage gives them back', () => {
    expect(run({ rules: [] }, 'rbac.v1.Role').object).toEqual({ metadata: {}, rules: null })
    expect(run({ data: { a: null, b: 'YQ==\n' } }, 'core.v1.Secret').object).toEqual({
      metadata: {},
      data: { a: '', b: 'YQ==' },
    })
  })
  it('reads schemas that may also be lists or booleans', () => {
    const props = (value: unknown) => run(value, 'apiextensions.v1.JSONSchemaProps').object
    expect(
      props({ items: { type: 'string', nope: 1 }, additionalProperties: false, enum: [1, null], default: { a: [] } }),
    ).toEqual({
      default: { a: [] },
      enum: [1, null],
      items: { type: 'string' },
      additionalProperties: false,
    })
    expect(props({ items: [{ type: 'string' }], dependencies: { a: ['b'] } })).toEqual({
      items: [{ type: 'string' }],
      dependencies: { a: ['b'] },
    })
  })
})

describe('strict errors', () => {
  it('come in the order of the body, with indices', () => {
    const body = { ...pod({ imagepullpolicy: 'x', env: [{ nmae: 1 }] }), metadata: { zzz: 1 }, aaa: 1 }
    expect(run(body).strictErrors).toEqual([
      'unknown field "metadata.zzz"',
      'unknown field "spec.containers[0].imagepullpolicy"',
      'unknown field "spec.containers[0].env[0].nmae"',
      'unknown field "aaa"',
    ])
    expect(run(body, 'core.v1.Pod', 'Ignore').strictErrors).toEqual([])
  })
  it('include duplicates the text had', () => {
    const duplicates = ['metadata.labels.a', 'line 7: key "a" already set in map']
    const { strictErrors = [] } = decode({ metadata: { labels: { a: '1' } }, x: 1 }, 'core.v1.Pod', {
      strictness: 'Warn',
      duplicates,
    })
    expect(strictErrorText(strictErrors)).toBe(
      'strict decoding error: yaml: unmarshal errors:\n  line 7: key "a" already set in map, ' +
        'duplicate field "metadata.labels.a", unknown field "x"',
    )
  })
})

describe('errors', () => {
  it.each([
    [
      pod({ ports: 'x' }),
      'json: cannot unmarshal string into Go struct field Container.spec.containers.ports of type []v1.ContainerPort',
    ],
    [
      pod({ ports: [{ containerPort: 1.5 }] }),
      'json: cannot unmarshal number 1.5 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
    ],
    [pod([]), 'json: cannot unmarshal array into Go struct field PodSpec.spec.containers of type v1.Container'],
    [
      pod({ livenessProbe: { exec: 'x' } }),
      'json: cannot unmarshal string into Go struct field Probe.spec.containers.livenessProbe.ProbeHandler.exec of type v1.ExecAction',
    ],
    [
      { metadata: { labels: { a: 1 } } },
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    [
      { metadata: { creationTimestamp: 5 } },
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string',
    ],
    [
      { spec: { restartPolicy: true } },
      'json: cannot unmarshal bool into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy',
    ],
    [[], 'json: cannot unmarshal array into Go value of type v1.Pod'],
  ])('%j', (body, message) => {
    expect(error(body)).toBe(message)
  })
  it('report the first wrong type, but rather what ends decoding', () => {
    const body = { metadata: { name: 1, namespace: true }, ...{ spec: { nodeName: 2 } } }
    expect(error(body)).toBe(
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string',
    )
    const fatal = { metadata: { name: 1 }, spec: { overhead: { cpu: 'x' } } }
    expect(error(fatal)).toMatch(/^quantities must match/)
  })
  it('of schemas inside schemas name the outer struct', () => {
    expect(error({ items: { required: {} } }, 'apiextensions.v1.JSONSchemaProps')).toBe(
      'json: cannot unmarshal object into Go struct field JSONSchemaProps.items.required of type []string',
    )
    expect(error({ additionalProperties: 'x' }, 'apiextensions.v1.JSONSchemaProps')).toBe(
      'boolean or JSON schema expected',
    )
  })
  it.each([
    ['Not_Valid!', 3],
    ['YQ=', 3],
    ['YQ', 0],
    ['=', 0],
    ['YQ==YQ==', 4],
  ])('base64 %s', (data, at) => {
    expect(error({ data: { a: data } }, 'core.v1.Secret')).toBe(`illegal base64 data at input byte ${at}`)
  })
})
