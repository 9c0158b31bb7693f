import { describe, expect, it } from 'vitest'
import type { PodTemplateSpec } from '../../../generated/api/core.v1.ts'
import { goJson, revisionHash, safeEncode, templateHash } from './hash.ts'
import { templatePatch } from './history.ts'

/** As the API server stores `image: nginx:1` with the labels `app: web`. */
const template = {
  metadata: { labels: { app: 'web' } },
  spec: {
    containers: [
      {
        name: 'c',
        image: 'nginx:1',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  },
} satisfies PodTemplateSpec

describe('hashes a real cluster has given', () => {
  it('pod-template-hash', () => {
    expect(templateHash(template, undefined)).toBe('7866ccff64')
  })

  it('is another after a collision', () => {
    expect(templateHash(template, 0)).not.toBe(templateHash(template, undefined))
    expect(templateHash(template, 1)).not.toBe(templateHash(template, 0))
  })

  it('the hash of a ControllerRevision', () => {
    const db = { ...template, metadata: { labels: { app: 'db' } } }
    expect(revisionHash(goJson(templatePatch(db)), 0)).toBe('57679dd759')
  })

  it('writes numbers without vowels', () => {
    expect(safeEncode('0123456789')).toBe('456789bcdf')
  })
})

it('writes JSON as Go does', () => {
  expect(goJson({ b: '<a&b>', a: [{ d: 1, c: null }] })).toBe('{"a":[{"c":null,"d":1}],"b":"\\u003ca\\u0026b\\u003e"}')
})
