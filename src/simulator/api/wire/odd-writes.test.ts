// Writes and reads that ask for odd things, and what they are told.
import { expect, it } from 'vitest'
import { startThings } from '../../custom-resources/things.fixture.ts'

const MAPS = '/api/v1/namespaces/default/configmaps'
const A = `${MAPS}/a`
const MERGE = 'application/merge-patch+json'
const STRATEGIC = 'application/strategic-merge-patch+json'
const NO_NAME = 'the name of the object (a based on URL) was undeterminable: name must be provided'
const RANGE =
  'resourceVersion: Invalid value: "99999999999999999999": strconv.ParseUint: parsing "99999999999999999999": value out of range'

it.each<[string, string, string | undefined, unknown, number, string | undefined]>([
  ['PATCH', A, MERGE, { apiVersion: null }, 400, NO_NAME],
  ['PATCH', A, STRATEGIC, { kind: 'Pod' }, 200, undefined],
  ['PATCH', A, STRATEGIC, { apiVersion: 'apps/v1' }, 200, undefined],
  ['DELETE', A, undefined, { kind: 'DeleteOptions', apiVersion: 'nope/v1' }, 200, undefined],
  [
    'DELETE',
    A,
    undefined,
    { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
    400,
    'converting (v1.CreateOptions) to (v1.DeleteOptions): unknown conversion',
  ],
  [
    'DELETE',
    A,
    undefined,
    { kind: 'x' },
    400,
    'no kind "x" is registered for version "meta.k8s.io/v1" in scheme "k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27"',
  ],
  [
    'GET',
    `${MAPS}?resourceVersion=99999999999999999999`,
    undefined,
    undefined,
    400,
    `invalid resource version: ${RANGE}`,
  ],
  ['GET', `${A}?resourceVersion=99999999999999999999`, undefined, undefined, 500, RANGE],
  [
    'GET',
    `${MAPS}?watch=1&resourceVersion=x`,
    undefined,
    undefined,
    500,
    'resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
  ],
  [
    'GET',
    `${MAPS}?continue=x`,
    undefined,
    undefined,
    400,
    'invalid continue token: continue key is not valid: illegal base64 data at input byte 0',
  ],
])('%s %s as %s of %j', (method, url, type, body, code, message) => {
  const ask = startThings({ type: 'object' })
  ask('POST', MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } })
  const answer = ask(method, url, body as object, type)
  expect({ code: answer.code, message: answer.body.message }).toEqual({ code, message })
})

it('an object is only deleted as the version or the one that the query names', () => {
  const ask = startThings({ type: 'object' })
  ask('POST', MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } })
  const conflicts = [ask('DELETE', `${A}?uid=x`), ask('DELETE', `${A}?resourceVersion=1`)]
  expect(conflicts.map(({ code }) => code)).toEqual([409, 409])
})
