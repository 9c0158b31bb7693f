import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../../api/types.ts'
import { attributesOf, contextOf, refusal } from '../lib/cluster.fixture.ts'
import { plugin } from './plugin.ts'

const RULE = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'DELETE'], resources: ['configmaps'] }
const NAMESPACE = { metadata: { name: 'default', labels: { team: 'a' } } }

interface Setting {
  readonly policy: object
  readonly binding?: object
}

const clusterOf = ({ policy, binding }: Setting) => ({
  namespaces: [NAMESPACE],
  'validatingadmissionpolicies.admissionregistration.k8s.io': [
    {
      metadata: { name: 'p' },
      spec: { matchConstraints: { resourceRules: [RULE] }, failurePolicy: 'Fail', ...policy },
    },
  ] as unknown as KubeObject[],
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': [
    { metadata: { name: 'b' }, spec: { policyName: 'p', validationActions: ['Deny'], ...binding } },
  ] as unknown as KubeObject[],
})

const configMap = { metadata: { name: 'c' }, data: { a: '1', b: '2' } }
const request = attributesOf('configmaps', configMap, {
  resource: {
    key: 'configmaps',
    group: '',
    version: 'v1',
    resource: 'configmaps',
    kind: 'ConfigMap',
    apiVersion: 'v1',
  } as never,
})
const denied = (why: string): string =>
  `configmaps "c" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: ${why}`

describe('ValidatingAdmissionPolicy', () => {
  it('lets pass what keeps the rules, and what is not asked about', () => {
    const kept = clusterOf({ policy: { validations: [{ expression: 'object.data.size() < 3' }] } })
    const elsewhere = clusterOf({
      policy: { validations: [{ expression: 'false' }] },
      binding: { matchResources: { namespaceSelector: { matchLabels: { team: 'b' } } } },
    })
    const unmet = clusterOf({
      policy: {
        matchConditions: [{ name: 'm', expression: "object.metadata.name == 'x'" }],
        validations: [{ expression: 'false' }],
      },
    })
    expect([kept, elsewhere, unmet].map((cluster) => refusal(plugin, request, cluster))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('says why, in this order: the expression for the message, the message, the rule', () => {
    const validation = {
      expression: 'variables.n < 2',
      message: 'too many',
      messageExpression: "'has ' + string(variables.n)",
    }
    const { messageExpression: _, ...plain } = validation
    const { message: _message, ...bare } = plain
    const variables = [{ name: 'n', expression: 'object.data.size()' }]
    const why = [validation, plain, bare].map((one) =>
      refusal(plugin, request, clusterOf({ policy: { variables, validations: [one] } })),
    )
    expect(why).toEqual([denied('has 2'), denied('too many'), denied('failed expression: variables.n < 2')])
  })

  it('fails as the failure policy says', () => {
    const policy = { validations: [{ expression: "object.nothing == 'x'" }] }
    expect([
      refusal(plugin, request, clusterOf({ policy })),
      refusal(plugin, request, clusterOf({ policy: { ...policy, failurePolicy: 'Ignore' } })),
    ]).toEqual([denied("expression 'object.nothing == 'x'' resulted in error: no such key: nothing"), undefined])
  })

  it('warns where the binding only warns', () => {
    const said: string[] = []
    const cluster = clusterOf({
      policy: { validations: [{ expression: 'false', message: 'no' }] },
      binding: { validationActions: ['Warn'] },
    })
    plugin.validate?.(request, { ...contextOf(cluster), warn: (text) => said.push(text) })
    expect(said).toEqual(["Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': no"])
  })
})
