import { describe, expect, it } from 'vitest'
import { ADMINISTRATOR, Simulator } from './compose.ts'

type Json = Record<string, unknown>

function cluster() {
  const simulator = new Simulator({ controllers: [], scheduler: false })
  const send = (method: string, path: string, body?: unknown, contentType?: string): readonly [number, Json] => {
    const request = {
      method,
      path,
      user: ADMINISTRATOR,
      ...(body ? { body } : {}),
      ...(contentType ? { contentType } : {}),
    }
    const { code, body: answer } = simulator.server.handle(request)
    simulator.clock.runTo(simulator.clock.now())
    return [code, answer as Json]
  }
  return { simulator, send }
}

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const GEARS = '/apis/example.org/v1/namespaces/default/gears'
const POLICY = '/apis/admissionregistration.k8s.io/v1'

const definition = {
  metadata: { name: 'gears.example.org' },
  spec: {
    group: 'example.org',
    scope: 'Namespaced',
    names: { plural: 'gears', kind: 'Gear' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: { teeth: { type: 'integer', default: 8, maximum: 100 }, size: { type: 'string' } },
                'x-kubernetes-validations': [
                  {
                    rule: '!has(oldSelf.size) || self.size == oldSelf.size',
                    message: 'size stays',
                    fieldPath: '.size',
                  },
                ],
              },
            },
          },
        },
      },
    ],
  },
}

describe('custom resources', () => {
  it('are served once their definition is established, and gone with it', () => {
    const { send } = cluster()
    expect(send('GET', GEARS)[0]).toBe(404)
    send('POST', DEFINITIONS, definition)
    const [code, gear] = send('POST', GEARS, { metadata: { name: 'g' }, spec: { size: 'l', junk: 1 } })
    expect([code, gear['apiVersion'], gear['kind'], gear['spec']]).toEqual([
      201,
      'example.org/v1',
      'Gear',
      { size: 'l', teeth: 8 },
    ])
    const patch = send('PATCH', `${GEARS}/g`, { spec: { size: 'm' } }, 'application/merge-patch+json')
    expect([patch[0], patch[1]['message']]).toEqual([
      422,
      'Gear.example.org "g" is invalid: spec.size: Invalid value: size stays',
    ])
    send('DELETE', `${DEFINITIONS}/gears.example.org`)
    expect(send('GET', GEARS)[0]).toBe(404)
    expect(send('GET', `${DEFINITIONS}/gears.example.org`)[0]).toBe(404)
  })

  it('whose names are taken are not served', () => {
    const { send } = cluster()
    send('POST', DEFINITIONS, definition)
    const { spec } = definition
    const other = { metadata: { name: 'cogs.example.org' }, spec: { ...spec, names: { plural: 'cogs', kind: 'Gear' } } }
    send('POST', DEFINITIONS, other)
    const [, { status }] = send('GET', `${DEFINITIONS}/cogs.example.org`)
    expect(
      (status as { conditions: Json[] }).conditions.map(({ type, status: is, reason, message }) => [
        type,
        is,
        reason,
        message,
      ]),
    ).toEqual([
      ['NamesAccepted', 'False', 'ListKindConflict', '"GearList" is already in use'],
      ['Established', 'False', 'NotAccepted', 'not all names are accepted'],
    ])
  })
})

describe('MutatingAdmissionPolicy', () => {
  const matchConstraints = {
    resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
  }
  const bound = (mutations: readonly object[]) => {
    const { send } = cluster()
    const spec = { reinvocationPolicy: 'Never', matchConstraints, mutations }
    expect(send('POST', `${POLICY}/mutatingadmissionpolicies`, { metadata: { name: 'p' }, spec })[0]).toBe(201)
    send('POST', `${POLICY}/mutatingadmissionpolicybindings`, { metadata: { name: 'b' }, spec: { policyName: 'p' } })
    return send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'c' }, data: { a: '1' } })
  }

  it('lays configurations over objects, and patches them', () => {
    const apply =
      "Object{metadata: Object.metadata{labels: {'touched': 'yes'}}, data: {'n': string(object.data.size())}}"
    const patch =
      "[JSONPatch{op: 'add', path: '/data/' + jsonpatch.escapeKey('b/c'), value: object.metadata.labels.touched}]"
    const [, { metadata, data }] = bound([
      { patchType: 'ApplyConfiguration', applyConfiguration: { expression: apply } },
      { patchType: 'JSONPatch', jsonPatch: { expression: patch.replace('b/c', 'b.c') } },
    ])
    expect([(metadata as Json)['labels'], data]).toEqual([{ touched: 'yes' }, { a: '1', n: '1', 'b.c': 'yes' }])
  })

  it('refuses what it cannot change', () => {
    const [code, { message }] = bound([
      { patchType: 'JSONPatch', jsonPatch: { expression: "[JSONPatch{op: 'remove', path: object.nothing}]" } },
    ])
    expect([code, message]).toEqual([
      403,
      "policy 'p' with binding 'b' denied request: expression '[JSONPatch{op: 'remove', path: object.nothing}]' resulted in error: no such key: nothing",
    ])
  })
})

describe('webhooks of the scenario', () => {
  it('change objects', () => {
    const { simulator, send } = cluster()
    simulator.webhooks.set(
      { namespace: 'default', service: 'hook', path: '/m' },
      { is: 'patches', operations: "[JSONPatch{op: 'add', path: '/data', value: {'by': request.userInfo.username}}]" },
    )
    send('POST', `${POLICY}/mutatingwebhookconfigurations`, {
      metadata: { name: 'w' },
      webhooks: [
        {
          name: 'a.example.org',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          clientConfig: { service: { name: 'hook', namespace: 'default', path: '/m' } },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
        },
      ],
    })
    const [code, { data }] = send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'c' } })
    expect([code, data]).toEqual([201, { by: 'admin' }])
  })
})
