import { describe, expect, it } from 'vitest'
import type { ObjectMeta } from '../../../../generated/api/meta.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { METADATA, validateCoreObjectMeta, validateObjectMetaUpdate } from './metadata.ts'
import { nameIsDNSSubdomain } from './name-rules.ts'

const texts = (errors: FieldErrors): readonly string[] => errors.list.map(({ field, body }) => `${field}: ${body}`)

const created = (meta: ObjectMeta, namespaced = true): readonly string[] => {
  const errors = new FieldErrors()
  validateCoreObjectMeta(meta, { namespaced, name: nameIsDNSSubdomain }, METADATA, errors)
  return texts(errors)
}
const updated = (meta: ObjectMeta, old: ObjectMeta): readonly string[] => {
  const errors = new FieldErrors()
  validateObjectMetaUpdate(meta, old, errors)
  return texts(errors)
}

describe('metadata of a new object', () => {
  it('is complete and in its place', () => {
    expect(created({})).toEqual([
      'metadata.name: Required value: name or generateName is required',
      'metadata.namespace: Required value',
    ])
    expect(created({ name: 'n', namespace: 'x' }, false)).toEqual([
      'metadata.namespace: Forbidden: not allowed on this type',
    ])
  })

  it('has owners that can be owners, one of them in control', () => {
    const owner = { apiVersion: 'apps/', kind: '', name: 'r', uid: 'u' }
    const event = { apiVersion: 'v1', kind: 'Event', name: 'e', uid: 'u', controller: true }
    const pod = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u', controller: true }
    expect(created({ name: 'n', namespace: 'x', ownerReferences: [owner, event, pod] })).toEqual([
      'metadata.ownerReferences.apiVersion: Invalid value: "apps/": version must not be empty',
      'metadata.ownerReferences.kind: Invalid value: "": must not be empty',
      `metadata.ownerReferences: Invalid value: ${JSON.stringify(event)}: /v1, Kind=Event is disallowed from being an owner`,
      `metadata.ownerReferences: Invalid value: ${JSON.stringify([owner, event, pod])}: Only one reference can have Controller set to true. Found "true" in references for Event/e and Pod/p`,
    ])
  })

  it('has finalizers that go together', () => {
    expect(created({ name: 'n', namespace: 'x', finalizers: ['orphan', 'foregroundDeletion', 'mine'] })).toEqual([
      'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion","mine"]: finalizer orphan and foregroundDeletion cannot be both set',
      'metadata.finalizers[2]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
    ])
  })

  it('keeps annotations small and managers printable', () => {
    expect(created({ name: 'n', namespace: 'x', annotations: { 'EXAMPLE.ORG/a': 'x'.repeat(262144) } })).toEqual([
      'metadata.annotations: Too long: may not be more than 262144 bytes',
    ])
    expect(created({ name: 'n', namespace: 'x', managedFields: [{ manager: 'é\u0001', operation: 'Do' }] })).toEqual([
      'metadata.managedFields[0].operation: Invalid value: "Do": must be `Apply` or `Update`',
      'metadata.managedFields[0].manager: Invalid value: "é\\x01": invalid character U+0001 (at position 2)',
    ])
  })
})

describe('metadata of an update', () => {
  const old: ObjectMeta = { name: 'n', namespace: 'x', uid: 'u', resourceVersion: '1', generation: 2 }

  it('keeps identity', () => {
    expect(updated(old, old)).toEqual([])
    expect(updated({ name: 'm', uid: 'v', generation: 1, deletionTimestamp: '2026-01-01T00:00:00Z' }, old)).toEqual([
      'metadata.resourceVersion: Invalid value: "": must be specified for an update',
      'metadata.generation: Invalid value: 1: must not be decremented',
      'metadata.name: Invalid value: "m": field is immutable',
      'metadata.namespace: Invalid value: "": field is immutable',
      'metadata.uid: Invalid value: "v": field is immutable',
      'metadata.deletionTimestamp: Invalid value: "2026-01-01T00:00:00Z": field is immutable',
    ])
  })

  it('adds no finalizers to what is going away', () => {
    const going = { ...old, deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a.b/c'] }
    expect(updated({ ...going, finalizers: ['a.b/e', 'a.b/d'] }, going)).toEqual([
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/d", "a.b/e"}',
    ])
  })
})
