import { describe, expect, it } from 'vitest'
import { byPosition, type Diagnostic, hasErrors, renderDiagnostic } from './diagnostic.ts'
import { cellsWide } from './display-width.ts'

const fault: Diagnostic = {
  code: 'sentence/unknown',
  severity: 'error',
  message: 'no such sentence',
  file: 'a.feature',
  line: 2,
  column: 4,
  endColumn: 6,
}

describe('renderDiagnostic', () => {
  it('shows where, what and the advice', () => {
    const full = { ...fault, expected: ['a name', 'a kind'], nearest: 'I apply "x"', hint: 'names stand in quotes' }
    expect(renderDiagnostic(full, 'one\n\t二三四五\r\nthree')).toBe(
      [
        'a.feature:2:4: error: no such sentence',
        '  2 | \t二三四五',
        '    | \t    ^^^^',
        '  expected: a name, a kind',
        '  nearest: I apply "x"',
        '  hint: names stand in quotes',
      ].join('\n'),
    )
  })

  it('does without the text, and without the line when the text is shorter', () => {
    expect(renderDiagnostic(fault, undefined)).toBe('a.feature:2:4: error: no such sentence')
    expect(renderDiagnostic(fault, 'one')).toBe('a.feature:2:4: error: no such sentence')
  })

  it('marks a place behind the end of its line', () => {
    expect(renderDiagnostic(fault, 'one\nab').split('\n')).toEqual([
      'a.feature:2:4: error: no such sentence',
      '  2 | ab',
      '    |   ^',
    ])
  })

  it('shows a part of a very long line', () => {
    const lines = renderDiagnostic(
      { ...fault, line: 1, column: 5001, endColumn: 5002 },
      `${'x'.repeat(5000)}!${'y'.repeat(9000)}`,
    )
    expect(lines.split('\n').slice(1)).toEqual([
      `  1 | ${'x'.repeat(80)}!${'y'.repeat(79)}`,
      `    | ${' '.repeat(80)}^`,
    ])
  })

  it('paints only when asked to', () => {
    const painted = renderDiagnostic({ ...fault, severity: 'warning', hint: 'h' }, 'a\nbcdefg', { color: true })
    expect(painted).toBe(
      [
        '\u001b[1ma.feature:2:4:\u001b[22m \u001b[33mwarning:\u001b[39m \u001b[1mno such sentence\u001b[22m',
        '  \u001b[2m2 |\u001b[22m bcdefg',
        '  \u001b[2m  |\u001b[22m    \u001b[33m^^\u001b[39m',
        '  \u001b[36mhint:\u001b[39m h',
      ].join('\n'),
    )
  })
})

describe('diagnostics', () => {
  it('forbid going on only as errors', () => {
    expect([hasErrors([]), hasErrors([{ ...fault, severity: 'warning' }]), hasErrors([fault])]).toEqual([
      false,
      false,
      true,
    ])
  })

  it('are ordered by position', () => {
    const at = (line: number, column: number) => ({ ...fault, line, column })
    expect([at(2, 1), at(1, 9), at(1, 2)].sort(byPosition)).toEqual([at(1, 2), at(1, 9), at(2, 1)])
  })
})

describe('cellsWide', () => {
  it.each([
    ['abc', 3],
    ['機能：', 6],
    ['ｶﾅ', 2],
    ['e\u0301', 1],
    ['😀', 2],
    ['한글', 4],
    ['é–…', 3],
  ])('%s takes %i columns', (text, width) => {
    expect(cellsWide(text)).toBe(width)
  })
})
