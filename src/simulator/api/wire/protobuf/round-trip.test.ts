// Every object real servers answered with goes through protobuf and comes back the same.
import { describe, expect, it } from 'vitest'
import { recordedFiles, recordedLines } from '../../../../../test/fidelity/recordings.ts'
import { typeOfKind } from '../../../data/schema.ts'
import { decodeBody } from '../../codec/decode-body.ts'
import { decodeProtobuf, encodeProtobuf } from './envelope.ts'

type Json = Record<string, unknown>

interface Recorded {
  readonly id: string
  readonly request: { readonly body?: unknown }
  readonly response: { readonly code: number; readonly body: Json }
}

/** The object as the server reads it: what protobuf does not tell apart (absent and empty) is the same then. */
function canonical(object: Json): unknown {
  const { apiVersion, kind } = object as { apiVersion: string; kind: string }
  const expected = { apiVersion, kind, type: typeOfKind(apiVersion, kind)! }
  const decoded = decodeBody(object, expected, { strictness: 'Ignore' })
  if (decoded.error !== undefined) throw new Error(decoded.error)
  return withoutEmpty(decoded.object)
}

/** Nil and empty lists and maps are one in protobuf. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, withoutEmpty(inner)] as const)
  if ('volumeMode' in (((value as Json)['spec'] as Json | undefined) ?? {}))
    return withoutType(Object.fromEntries(entries))
  return Object.fromEntries(
    entries.filter(([, inner]) => inner !== null && !(Array.isArray(inner) && inner.length === 0)),
  )
}

/** TypeMeta is the envelope's: a claim template's own is lost, and the server's conversion puts it back. */
function withoutType({ kind: _kind, apiVersion: _apiVersion, ...rest }: Json): Json {
  return rest
}

describe('objects through protobuf', () => {
  it.each(recordedFiles('requests'))('%s', (file) => {
    const cases = recordedLines<Recorded>('requests', file).filter(({ response }) => response.body.kind !== undefined)
    const failures = cases.flatMap(({ id, response: { body } }) => {
      const { apiVersion, kind } = body as { apiVersion: string; kind: string }
      const back = decodeProtobuf(encodeProtobuf(body), { apiVersion, kind })
      const [was, is] = [JSON.stringify(canonical(body)), JSON.stringify(canonical(back))]
      return was === is ? [] : [id]
    })
    expect(failures).toEqual([])
  })
})
