import { expect, it } from 'vitest'
import { isLatest } from './image-tag.ts'

it('finds latest where it is said or implied, and only in names it can parse', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  const latest = ['nginx', 'nginx:latest', 'localhost:5000/a/b', 'registry.example/x', `x:latest@${digest}`, 'Host/x']
  const others = ['', 'nginx:1', ' nginx', 'Nginx', `nginx@${digest}`, 'nginx@sha256:aa', 'a'.repeat(64), 'a//b']
  expect(latest.map(isLatest)).toEqual(latest.map(() => true))
  expect(others.map(isLatest)).toEqual(others.map(() => false))
})
