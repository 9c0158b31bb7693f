import { describe, expect, it } from 'vitest'
import { StatusError } from '../api/status/status-error.ts'
import type { KubeObject } from '../api/types.ts'
import type { Review, WebhookBackend } from '../webhooks/contract.ts'
import { WebhookFailure } from '../webhooks/contract.ts'
import { convertByWebhook } from './webhook-conversion.ts'

const UID = '00000000-0000-4000-8000-000000000000'
const object = {
  apiVersion: 'example.org/v1',
  kind: 'Gear',
  metadata: { name: 'g', namespace: 'n', uid: 'u', labels: { a: 'b' }, generation: 2 },
  teeth: 8,
} as unknown as KubeObject
const webhook = { clientConfig: { url: 'https://c.example.org/x' }, conversionReviewVersions: ['v1'] }

function convert(backend: WebhookBackend, versions = ['v1']): unknown {
  const cluster = {
    lister: { get: () => undefined, list: () => [] },
    webhooks: () => backend,
    random: { int: () => 0, uuid: () => UID, suffix: () => 'abcde' },
  }
  try {
    return convertByWebhook({ ...webhook, conversionReviewVersions: versions }, object, 'example.org/v2', cluster)
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    return [error.code, error.message]
  }
}

const answering =
  (response: Record<string, unknown>): WebhookBackend =>
  ({ apiVersion, kind }: Review) => ({ apiVersion, kind, response: { uid: UID, ...response } })
const converted = (changes: object, metadata: object = object.metadata) =>
  answering({
    result: { status: 'Success' },
    convertedObjects: [{ ...object, apiVersion: 'example.org/v2', ...changes, metadata }],
  })
const failed = (why: string) => [500, `conversion webhook for example.org/v1, Kind=Gear ${why}`]

describe('convertByWebhook', () => {
  it('takes what the webhook made, with the metadata there was but for labels and annotations', () => {
    const made = convert(converted({ teeth: '8' }, { ...object.metadata, generation: 9, labels: { a: 'c' } }))
    const metadata = { name: 'g', namespace: 'n', uid: 'u', labels: { a: 'c' }, generation: 2 }
    expect(made).toEqual({ apiVersion: 'example.org/v2', kind: 'Gear', metadata, teeth: '8' })
  })

  it.each([
    [
      converted({ apiVersion: 'example.org/v3' }),
      'returned invalid object at index 0: invalid groupVersion (expected example.org/v2, received example.org/v3)',
    ],
    [converted({ kind: 'Cog' }), 'returned invalid object at index 0: invalid kind (expected Gear, received Cog)'],
    [converted({}, { ...object.metadata, name: 'h' }), 'returned invalid object: must have the same name: g != h'],
    [
      converted({}, { ...object.metadata, labels: { a: 1 } }),
      'returned invalid metadata: metadata.labels[a] must be a string, but is int64 in converted object',
    ],
    [answering({ uid: 'x' }), `failed: expected response.uid="${UID}", got "x"`],
    [answering({ result: { status: 'Failure', message: 'no teeth' } }), 'failed: no teeth'],
    [answering({ result: { status: 'Failure' } }), "failed: response.result.status was 'Failure', not 'Success'"],
    [answering({ result: { status: 'Success' } }), 'returned 0 objects, expected 1'],
    [({ apiVersion, kind }: Review) => ({ apiVersion, kind }), 'failed: no response provided'],
    [
      () => {
        throw new WebhookFailure('connection refused')
      },
      'failed: Post "https://c.example.org/x?timeout=30s": connection refused',
    ],
  ] as const)('%#', (backend, why) => expect(convert(backend as WebhookBackend)).toEqual(failed(why)))

  it('knows versions of the review', () => {
    expect(convert(answering({}), ['v9'])).toEqual([500, 'no supported conversion review versions'])
  })
})
