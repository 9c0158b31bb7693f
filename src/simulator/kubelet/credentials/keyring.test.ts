import { expect, it } from 'vitest'
import type { Secret } from '../../../generated/api/core.v1.ts'
import { type Keyring, keyringOf, lookUp } from './keyring.ts'

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64')

const secret = (name: string, auths: Record<string, unknown>): Secret => ({
  metadata: { name, namespace: 'default', uid: name },
  type: 'kubernetes.io/dockerconfigjson',
  data: { '.dockerconfigjson': base64({ auths }) },
})

const users = (keyring: Keyring | { error: string }, repository: string): readonly string[] =>
  'error' in keyring ? [keyring.error] : lookUp(keyring, repository).map(({ user }) => user)

it('finds the more specific credentials first, by host, port, path and wildcard', () => {
  const login = (username: string) => ({ username, password: 'p' })
  const keyring = keyringOf([
    secret('one', {
      'registry.example.com': login('host'),
      'https://registry.example.com/v1/team': login('team'),
      '*.example.com': login('any'),
      'registry.example.com:5000': login('port'),
      'example.com': login('parent'),
    }),
    secret('two', { 'registry.example.com': login('again') }),
  ])
  expect(users(keyring, 'registry.example.com/team/app')).toEqual(['team', 'host', 'again', 'any'])
  expect(users(keyring, 'registry.example.com/app')).toEqual(['host', 'again', 'any'])
  expect(users(keyring, 'registry.example.com:5000/app')).toEqual(['port'])
  expect(users(keyring, 'other.org/app')).toEqual([])
})

it('knows the default registry by the name docker login gives it', () => {
  const keyring = keyringOf([secret('hub', { 'https://index.docker.io/v1/': { auth: 'dTpw' } })])
  expect(users(keyring, 'docker.io/library/nginx')).toEqual(['u'])
  expect(users(keyring, 'quay.io/nginx')).toEqual([])
})

it('says what is wrong with an auth field', () => {
  const wrong = (auth: string) => users(keyringOf([secret('s', { 'a.io': { auth } })]), 'a.io/x')
  expect(wrong('bm9jb2xvbg==')).toEqual(['unable to parse auth field, must be formatted as base64(username:password)'])
  expect(wrong('dT-w')).toEqual(['illegal base64 data at input byte 2'])
})
