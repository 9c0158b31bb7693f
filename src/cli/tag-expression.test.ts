import { describe, expect, it } from 'vitest'
import { parseTagExpression } from './tag-expression.ts'

function takes(expression: string, ...tags: string[]): boolean {
  return parseTagExpression(expression)(new Set(tags))
}

describe('parseTagExpression', () => {
  it.each([
    ['', [], true],
    ['@a', ['@a'], true],
    ['@a', ['@ab'], false],
    ['not @a', ['@b'], true],
    ['not not @a', ['@a'], true],
    ['@a and @b', ['@a'], false],
    ['@a and @b', ['@a', '@b'], true],
    ['@a or @b and @c', ['@a'], true],
    ['(@a or @b) and @c', ['@a'], false],
    ['not @a or @b', [], true],
    ['not (@a or @b)', ['@b'], false],
    ['@a\\(b\\) and(@c)', ['@a(b)', '@c'], true],
    ['  @a  ', ['@a'], true],
  ])('%j takes %j: %j', (expression, tags, taken) => {
    expect(takes(expression, ...tags)).toBe(taken)
  })

  it.each([
    ['@a @b', '--tags: expected "and", "or" or the end, found "@b"\n  @a @b\n     ^'],
    ['@a and', '--tags: expected a tag, found the end\n  @a and\n        ^'],
    ['(@a', '--tags: expected ")"\n  (@a\n     ^'],
    ['@a or )', '--tags: expected a tag, found ")"\n  @a or )\n        ^'],
    ['slow', '--tags: a tag begins with "@": "@slow"\n  slow\n  ^'],
  ])('refuses %j', (expression, message) => {
    expect(() => parseTagExpression(expression)).toThrow(message)
  })
})
