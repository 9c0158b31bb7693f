// Fields of objects. Sentences: grammar/*/then/field.peggy.
import type { Comparison, FieldPath } from '../../language/nodes.ts'
import { judgeSubject, type ObjectTest } from '../claims.ts'
import { compareAmounts, differences, inline, type MatchMode, mismatchText, sameValue } from '../compare/match.ts'
import { isMap, valueAt } from '../compare/path.ts'
import { regexOf } from '../compare/text.ts'
import type { SentenceFamily } from '../contract.ts'

/** Plays then/field. */
export const family: SentenceFamily = {
  handlers: {
    'then/field/is': ({ subject, path, value, not, tail }, play) =>
      judgeSubject(play, subject, tail, {
        text: `has ${path.text} ${inline(value)}`,
        not,
        test: fieldTest(path, value, 'whole'),
      }),
    'then/field/yaml': ({ subject, path, not, tail }, play, below) => {
      const value = below?.type === 'yaml' ? below.value : null
      return judgeSubject(play, subject, tail, {
        text: `has ${path.text} ${inline(value)}`,
        not,
        test: fieldTest(path, value, 'whole'),
      })
    },
    'then/field/matches': ({ subject, path, not, tail }, play, below) => {
      const value = below?.type === 'yaml' ? below.value : null
      return judgeSubject(play, subject, tail, {
        text: `has ${path.text} matching ${inline(value)}`,
        not,
        test: fieldTest(path, value, 'part'),
      })
    },
    'then/field/presence': ({ subject, path, present, tail }, play) =>
      judgeSubject(play, subject, tail, {
        text: `has ${present ? 'a' : 'no'} ${path.text}`,
        test: (object) => {
          const found = valueAt(object, path)
          if (isThere(found) === present) return undefined
          return present
            ? { summary: `has no ${path.text}` }
            : { summary: `has a ${path.text}`, expected: 'nothing', actual: inline(found) }
        },
      }),
    'then/field/compares': ({ subject, path, compare, value, tail }, play) =>
      judgeSubject(play, subject, tail, {
        text: `has ${path.text} ${compare} ${inline(value)}`,
        test: compareTest(path, compare, value),
      }),
    'then/field/contains': ({ subject, path, value, not, tail }, play) =>
      judgeSubject(play, subject, tail, {
        text: `has ${inline(value)} in ${path.text}`,
        not,
        test: (object) => {
          const found = valueAt(object, path)
          return contains(found, value)
            ? undefined
            : { summary: `has no ${inline(value)} in ${path.text}`, actual: inline(found) }
        },
        found: (object) => inline(valueAt(object, path)),
      }),
    'then/field/pattern': ({ subject, path, pattern, not, tail }, play) => {
      const regex = regexOf(pattern)
      if (regex === undefined) return { summary: `"${pattern}" is no regular expression` }
      return judgeSubject(play, subject, tail, {
        text: `has ${path.text} matching ${pattern}`,
        not,
        test: (object) => {
          const found = valueAt(object, path)
          return typeof found === 'string' && regex.test(found)
            ? undefined
            : { summary: `has another ${path.text}`, expected: `matching ${pattern}`, actual: inline(found) }
        },
        found: (object) => inline(valueAt(object, path)),
      })
    },
    'then/field/mark': ({ subject, mark, key, value, not, tail }, play) =>
      judgeSubject(play, subject, tail, {
        text: `has the ${mark.slice(0, -1)} ${key}${value === undefined ? '' : `=${value}`}`,
        not,
        test: ({ metadata }) => {
          const found = metadata?.[mark]?.[key]
          if (value === undefined ? found !== undefined : found !== undefined && sameValue(value, found))
            return undefined
          return {
            summary:
              found === undefined ? `has no ${mark.slice(0, -1)} ${key}` : `has another ${mark.slice(0, -1)} ${key}`,
            ...(value === undefined ? {} : { expected: value }),
            actual: inline(metadata?.[mark]),
          }
        },
      }),
  },
}

function fieldTest(path: FieldPath, value: unknown, mode: MatchMode): ObjectTest {
  return (object) => {
    const found = valueAt(object, path)
    const list = differences(value, found, mode, path.text)
    if (list.length === 0) return undefined
    const details = list.map(mismatchText)
    return {
      summary: `has another ${path.text}`,
      expected: inline(value),
      actual: inline(found),
      ...(details.length > 1 ? { details } : {}),
    }
  }
}

function isThere(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  return !isMap(value) || Object.keys(value).length > 0
}

const HOLDS: Readonly<Record<Comparison, (order: number) => boolean>> = {
  'at least': (order) => order >= 0,
  'at most': (order) => order <= 0,
  'more than': (order) => order > 0,
  'less than': (order) => order < 0,
}

function compareTest(path: FieldPath, compare: Comparison, value: unknown): ObjectTest {
  return (object) => {
    const found = valueAt(object, path)
    const order = compareAmounts(found ?? 0, value)
    if (order !== undefined && HOLDS[compare](order)) return undefined
    return { summary: `has another ${path.text}`, expected: `${compare} ${inline(value)}`, actual: inline(found) }
  }
}

function contains(found: unknown, value: unknown): boolean {
  if (typeof found === 'string') return found.includes(String(value))
  if (Array.isArray(found)) return found.some((item) => differences(value, item, 'part').length === 0)
  return isMap(found) && typeof value === 'string' && Object.hasOwn(found, value)
}
