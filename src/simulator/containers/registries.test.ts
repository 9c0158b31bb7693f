import { expect, it } from 'vitest'
import { parseReference } from './reference.ts'
import { Registries } from './registries.ts'

const app = parseReference('registry.example.com:5000/team/app')!
const hub = parseReference('team/app:1')!
const pulling = (image: string): string => `failed to pull and unpack image "${image}": failed to resolve image: `

it('gives everything to everybody until somebody says otherwise', () => {
  expect(new Registries().refuse(app, undefined, 0)).toBeUndefined()
})

it('asks for the users of the closest setting', () => {
  const registries = new Registries()
  registries.set({ name: 'registry.example.com:5000', needs: { user: 'host', password: 'p' } }, 0)
  registries.set({ name: 'registry.example.com:5000/team', needs: { user: 'team', password: 'p' } }, 0)
  expect(registries.refuse(app, { user: 'team', password: 'p' }, 0)).toBeUndefined()
  expect(registries.refuse(app, { user: 'host', password: 'p' }, 0)).toBe(
    `${pulling('registry.example.com:5000/team/app:latest')}unexpected status from HEAD request to https://registry.example.com:5000/v2/team/app/manifests/latest: 401 Unauthorized`,
  )
  expect(registries.refuse(app, undefined, 0)).toBe(
    `${pulling('registry.example.com:5000/team/app:latest')}pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`,
  )
})

it('speaks of docker.io in its own way', () => {
  const registries = new Registries()
  registries.set({ name: 'docker.io/team', needs: { user: 'u', password: 'p' } }, 0)
  expect(registries.refuse(hub, undefined, 0)).toBe(
    `${pulling('docker.io/team/app:1')}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
  )
  expect(registries.refuse(hub, { user: 'u', password: 'x' }, 0)).toBe(
    `${pulling('docker.io/team/app:1')}failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3Ateam%2Fapp%3Apull&service=registry.docker.io: 401 Unauthorized`,
  )
})

it('cannot be reached while it is down', () => {
  const registries = new Registries()
  registries.set({ name: 'registry.example.com:5000', down: { from: 10, until: 20 } }, 100)
  expect(registries.refuse(app, undefined, 109)).toBeUndefined()
  expect(registries.refuse(app, undefined, 110)).toMatch(
    /failed to do request: Head "https:\/\/registry\.example\.com:5000\/v2\/team\/app\/manifests\/latest": dial tcp 203\.0\.113\.\d+:5000: connect: connection refused$/,
  )
  expect(registries.refuse(app, undefined, 120)).toBeUndefined()
})
