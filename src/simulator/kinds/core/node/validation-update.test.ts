import { expect, it } from 'vitest'
import type { Node } from '../../../../generated/api/core.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { validateNodeUpdate } from './validation-update.ts'

const nodeOf = (spec: object, status: object = {}, annotations?: Record<string, string>): Node =>
  ({
    metadata: { name: 'n', resourceVersion: '1', annotations },
    spec,
    status: { nodeInfo: {}, ...status },
  }) as unknown as Node

const problems = (node: Node, old: Node): readonly string[] => {
  const errors = new FieldErrors()
  validateNodeUpdate(node, old, errors)
  return errors.list.map(({ field, body }) => `${field}: ${body}`)
}

it('sets addresses of the network and the machine once', () => {
  const old = nodeOf({ podCIDRs: ['10.0.0.0/24'], providerID: 'a', externalID: 'x' })
  expect(problems(old, nodeOf({ externalID: 'x' }))).toEqual([])
  expect(problems(nodeOf({ podCIDRs: ['10.0.1.0/24'], providerID: 'b' }), old)).toEqual([
    'spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid',
    'spec.providerID: Forbidden: node updates may not change providerID except from "" to valid',
    'spec.externalID: Forbidden: may not be updated',
  ])
})

it('shows repeated taints and addresses as Go prints them', () => {
  const taints = [1, 2].map(() => ({ key: 'a', effect: 'NoSchedule' }))
  const addresses = [1, 2].map(() => ({ type: 'InternalIP', address: '10.0.0.1' }))
  expect(problems(nodeOf({ taints }, { addresses }), nodeOf({}))).toEqual([
    'status.addresses[1]: Duplicate value: {"Type":"InternalIP","Address":"10.0.0.1"}',
    'metadata.taints[1]: Duplicate value: {"Key":"a","Value":"","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair',
  ])
})

it('still reads taints from the annotation', () => {
  const key = 'scheduler.alpha.kubernetes.io/taints'
  const read = (text: string): readonly string[] => problems(nodeOf({}, {}, { [key]: text }), nodeOf({}))
  expect(read('[{"key":"a","effect":"NoSchedule"}]')).toEqual([])
  expect(read('[{"key":"a"}]')).toEqual([`metadata.annotations.${key}[0].effect: Required value`])
  expect(read('{')).toEqual([`metadata.annotations: Invalid value: "${key}": unexpected end of JSON input`])
})
