// Advice on a line that may not stand where it stands: what was probably meant, and why the parser reads it as it does. The
// commonest traps are a keyword in the wrong case or without its colon or space, English keywords in a file of another
// language, and (in Japanese above all) a line of description that begins with a step keyword and so became a step.
import type { Diagnostic } from '../diagnostic.ts'
import { type Dialect, dialect } from './dialects.ts'
import type { Place } from './expectations.ts'
import { type Lines, stepKeywordAt, titleWordAt, trimmedLine } from './lines.ts'
import type { Step } from './tree.ts'

type Advice = Pick<Diagnostic, 'nearest' | 'hint'>

/** What to say about a stray line beside what was expected there. */
export function adviseOnStray(lines: Lines, index: number, place: Place): Advice {
  const line = trimmedLine(lines, index).trimEnd()
  const nearest = line.length > 200 ? undefined : nearestLine(line, lines.dialect)
  const hint = hintOnKind(lines, index, place) ?? hintOnStep(lines, index) ?? hintOnLanguage(line, lines.dialect)
  return { ...(nearest === undefined ? {} : { nearest }), ...(hint === undefined ? {} : { hint }) }
}

/** Says that a sentence which makes no sense may be a line of description that begins like a step. */
export function hintOnGluedKeyword(step: Step): string | undefined {
  const glued = step.textColumn === step.location.column + Array.from(step.keyword).length
  if (!glued || step.keyword.endsWith(' ') || step.text === '') return undefined
  return `the line begins with the step keyword \`${step.keyword}\`, so it is a step; in a description, begin it with another word`
}

function hintOnKind(lines: Lines, index: number, place: Place): string | undefined {
  const kind = lines.kinds.charAt(index)
  switch (place) {
    case 'opening':
    case 'header':
      if ('SBRXsb'.includes(kind)) return `a file begins with \`${lines.dialect.words('feature')[0] ?? ''}:\``
      break
    case 'rule':
      if (kind !== '.' && kind !== '!') return 'tags stand before a scenario, a rule or examples only'
      break
    case 'examples':
      if (kind === 's') return 'steps come before the examples'
      break
  }
  switch (kind) {
    case 'F':
      return place === 'opening' || place === 'header' ? undefined : 'a file has one feature'
    case 'B':
      return 'a background stands once, before the first scenario'
    case 'X':
      return place.startsWith('background') ? 'examples belong to a scenario, not to a background' : undefined
    case '"':
    case '`':
      return place.endsWith('text') || place.endsWith('both') ? 'a step takes one doc string' : undefined
    case '|':
      return place.endsWith('both') ? 'a step takes one table' : undefined
    default:
      return undefined
  }
}

/** Free text after a step: was the step meant as free text, too? */
function hintOnStep(lines: Lines, index: number): string | undefined {
  const { kinds, text, ats, ends } = lines
  if (kinds[index] !== '.') return undefined
  let step = index - 1
  while (step >= 0 && '_#.'.includes(kinds.charAt(step))) step--
  const found =
    step >= 0 && 'sb'.includes(kinds.charAt(step))
      ? stepKeywordAt(text, ats[step]!, ends[step]!, lines.dialect)
      : undefined
  if (found === undefined) return undefined
  let before = step - 1
  while (before >= 0 && '_#'.includes(kinds.charAt(before))) before--
  const glued = !found.keyword.endsWith(' ') && !/^\s/.test(text.charAt(ats[step]! + found.keyword.length))
  if (before < 0 || !(kinds[before] === '.' || (glued && 'FRBS'.includes(kinds.charAt(before))))) return undefined
  const keyword = found.keyword.trim()
  return `line ${step + 1} begins with the step keyword \`${keyword}\`, so it is a step and ends the description; begin it with another word`
}

function hintOnLanguage(line: string, language: Dialect): string | undefined {
  if (language.code === 'en') {
    const japanese = dialect('ja')!
    const isJapanese = readsAs(line, japanese)
    return isJapanese ? 'a file in Japanese begins with `# language: ja`' : undefined
  }
  if (!readsAs(line, dialect('en')!)) return undefined
  return `the file is in ${language.name} (\`# language: ${language.code}\`), where English keywords mean nothing`
}

function readsAs(line: string, language: Dialect): boolean {
  const step = stepKeywordAt(line, 0, line.length, language)
  return step !== undefined || titleWordAt(line, 0, line.length, language) !== undefined
}

/** The line with its keyword put right: case, colon, the space after it. */
function nearestLine(line: string, language: Dialect): string | undefined {
  const { words } = language
  const lower = line.toLowerCase()
  const titles = [
    words('feature'),
    words('background'),
    words('rule'),
    words('scenarioOutline'),
    words('scenario'),
    words('examples'),
  ]
  for (const word of titles.flat()) {
    if (!lower.startsWith(word.toLowerCase())) continue
    const rest = /^\s*[:\uff1a]?(?=\s|$|(?<=[:\uff1a]))\s*(.*)$/.exec(line.slice(word.length))
    if (rest !== null) return unlessSame(line, `${word}: ${rest[1]}`.trimEnd())
  }
  for (const keyword of [words('given'), words('when'), words('then'), words('and'), words('but')].flat()) {
    const word = keyword.trim()
    if (word === '*' || !lower.startsWith(word.toLowerCase())) continue
    const rest = /^\s+(.+)$/.exec(line.slice(word.length))
    if (rest !== null) return unlessSame(line, `${word} ${rest[1]}`)
  }
  return undefined
}

function unlessSame(line: string, nearest: string): string | undefined {
  return line === nearest ? undefined : nearest
}
