// What custom resources say of themselves and of the objects within them, refused in upstream's words.
import { describe, expect, it } from 'vitest'
import { startThings, THINGS } from './things.fixture.ts'

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: { type: 'integer' },
        of: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
        list: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['k'],
          items: { type: 'object', required: ['k'], properties: { k: { type: 'string' } } },
        },
      },
    },
  },
}
const start = (): ReturnType<typeof startThings> => startThings(schema)

const thing = (spec: object, metadata: unknown = { name: 't' }): object => ({
  apiVersion: 'example.com/v1',
  kind: 'Thing',
  metadata,
  spec,
})
const of = { apiVersion: 'v1', kind: 'Pod' }
const unreadable = (why: string): string => `Thing in version "v1" cannot be handled as a Thing: ${why}`
const invalid = (why: string): string => `Thing.example.com "t" is invalid: ${why}`
const NOT_CHECKED =
  '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation'

describe('a custom resource', () => {
  const refusals: readonly (readonly [string, number, object, string])[] = [
    ['metadata', 400, thing({}, 5), unreadable('json: cannot unmarshal number into Go value of type v1.ObjectMeta')],
    [
      'labels',
      400,
      thing({}, { name: 't', labels: { a: 1 } }),
      unreadable('json: cannot unmarshal number into Go struct field ObjectMeta.labels of type string'),
    ],
    [
      'a kind',
      400,
      { ...thing({}), kind: 5 },
      `the object provided is unrecognized (must be of type Thing): couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({"apiVersion":"example.com/v1" ...)`,
    ],
    [
      'an embedded version',
      400,
      thing({ of: { ...of, apiVersion: 5 } }),
      unreadable('spec.of.apiVersion: Invalid value: 5: must be a string'),
    ],
    [
      'embedded metadata',
      400,
      thing({ of: { ...of, metadata: { name: 5 } } }),
      unreadable(
        'spec.of.metadata: Invalid value: {"name":5}: json: cannot unmarshal number into Go struct field ObjectMeta.name of type string',
      ),
    ],
    [
      'an embedded object',
      422,
      thing({ of: {} }),
      invalid('[spec.of.apiVersion: Required value, spec.of.kind: Required value]'),
    ],
    [
      'an embedded kind',
      422,
      thing({ of: { ...of, kind: '' } }),
      invalid('spec.of.kind: Invalid value: "": must not be empty'),
    ],
    [
      'an embedded group',
      422,
      thing({ of: { ...of, apiVersion: 'a/b/c' } }),
      invalid('spec.of.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c'),
    ],
    [
      'an embedded name',
      422,
      thing({ of: { ...of, metadata: { name: 'a/b' } } }),
      invalid(`spec.of.metadata.name: Invalid value: "a/b": may not contain '/'`),
    ],
    [
      'having no version',
      400,
      { ...thing({}), apiVersion: '' },
      'the API version in the data () does not match the expected API version (example.com/v1)',
    ],
    [
      'items of a map',
      422,
      thing({ list: ['a'] }),
      invalid(
        '[spec.list[0]: Invalid value: "string": spec.list[0] in body must be of type object: "string", spec.list[0]: Invalid value: "a": must be an object for an array of list-type map]',
      ),
    ],
    [
      'a list',
      422,
      thing({ list: 5 }),
      invalid('spec.list: Invalid value: "integer": spec.list in body must be of type array: "integer"'),
    ],
  ]

  it.each(refusals)('is refused for %s', (_, code, body, message) => {
    const { body: answer, ...rest } = start()('POST', THINGS, body)
    expect({ ...rest, message: answer.message?.replace(`, ${NOT_CHECKED}`, '') }).toEqual({ code, message })
  })

  it('may hold an object whose metadata only has what is known', () => {
    const metadata = { name: 'a_B', labels: { x: 'y' }, creationTimestamp: null, odd: 1 }
    const answer = start()('POST', THINGS, thing({ of: { ...of, metadata, more: 1 } }))
    expect(answer).toMatchObject({ code: 201, body: { spec: { of: { ...of, more: 1 } } } })
    const { spec } = answer.body as unknown as { spec: { of: { metadata: object } } }
    expect(spec.of.metadata).toEqual({ name: 'a_B', labels: { x: 'y' } })
  })

  it('names what it does not know, within objects last', () => {
    const answer = start()(
      'POST',
      `${THINGS}?fieldValidation=Strict`,
      thing({ of: { ...of, metadata: { odd: 1 } }, b: 1 }, { name: 't', zoo: 1 }),
    )
    const fields = ['metadata.zoo', 'spec.b', 'spec.of.metadata.odd'].map((path) => `unknown field "${path}"`)
    expect(answer).toMatchObject({
      code: 400,
      body: { message: unreadable(`strict decoding error: ${fields.join(', ')}`) },
    })
  })

  it('is refused as a patch where a patch made it so', () => {
    const ask = start()
    ask('POST', THINGS, thing({ size: 1 }))
    const merge = 'application/merge-patch+json'
    const { code, body } = ask('PATCH', `${THINGS}/t`, { metadata: { labels: { a: 1 } } }, merge)
    expect({ code, begins: body.message?.slice(0, 38), ends: body.message?.split('": ').at(-1) }).toEqual({
      code: 422,
      begins: ' "" is invalid: patch: Invalid value: ',
      ends: 'json: cannot unmarshal number into Go struct field ObjectMeta.labels of type string',
    })
    const strict = ask('PATCH', `${THINGS}/t?fieldValidation=Strict`, { spec: { odd: 1 } }, merge)
    expect(strict).toMatchObject({ code: 422 })
    expect(strict.body.message).toMatch(/strict decoding error: unknown field "spec\.odd"$/)
  })
})
