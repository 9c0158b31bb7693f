import { expect, it } from 'vitest'
import { catalogueName, fullName, parseReference } from './reference.ts'

it('completes names as runtimes do and refuses what is no reference', () => {
  const full = (image: string) => {
    const reference = parseReference(image)
    return reference === undefined ? undefined : [fullName(reference), catalogueName(reference)]
  }
  expect(full('nginx')).toEqual(['docker.io/library/nginx:latest', 'nginx'])
  expect(full('bitnami/redis:7')).toEqual(['docker.io/bitnami/redis:7', 'bitnami/redis'])
  expect(full('registry.k8s.io/pause:3.10')).toEqual(['registry.k8s.io/pause:3.10', 'pause'])
  expect(full('localhost:5000/a/b')).toEqual(['localhost:5000/a/b:latest', 'a/b'])
  expect(full('UPPER//bad:::x')).toBeUndefined()
})
