// CEL's grammar as data, for the reader that says what ANTLR says of a text that is wrong. Upstream: cel-go parser/gen/CEL.g4.
import { EOF, TOKENS } from './tokens.ts'

/** A part of a rule. `adaptive` decisions look ahead as far as they must; the others look at one token. */
export type Part =
  | { readonly is: 'token'; readonly types: readonly number[] }
  | { readonly is: 'rule'; readonly rule: string; readonly precedence: number }
  | { readonly is: 'seq'; readonly parts: readonly Part[] }
  | { readonly is: 'choice'; readonly alternatives: readonly Part[]; readonly adaptive: boolean }
  | { readonly is: 'optional'; readonly part: Part }
  | { readonly is: 'star'; readonly part: Part; readonly adaptive: boolean }
  | { readonly is: 'plus'; readonly part: Part; readonly adaptive: boolean }
  | { readonly is: 'atLeast'; readonly precedence: number; readonly part: Part }

const type = (name: string): number =>
  name === 'EOF'
    ? EOF
    : TOKENS.indexOf((TOKENS as readonly string[]).includes(name) ? (name as 'IDENTIFIER') : (`'${name}'` as "'=='"))
const t = (...names: readonly string[]): Part => ({ is: 'token', types: names.map(type) })
const r = (rule: string, precedence = 0): Part => ({ is: 'rule', rule, precedence })
const seq = (...parts: readonly Part[]): Part => ({ is: 'seq', parts })
const choice = (...alternatives: readonly Part[]): Part => ({ is: 'choice', alternatives, adaptive: true })
const opt = (...parts: readonly Part[]): Part => ({ is: 'optional', part: seq(...parts) })
const star = (...parts: readonly Part[]): Part => ({ is: 'star', part: seq(...parts), adaptive: false })
const search = (...parts: readonly Part[]): Part => ({ is: 'star', part: seq(...parts), adaptive: true })
const plus = (part: Part, adaptive = false): Part => ({ is: 'plus', part, adaptive })
const at = (precedence: number, ...parts: readonly Part[]): Part => ({ is: 'atLeast', precedence, part: seq(...parts) })

/** The rules; left recursion is turned into loops that know their precedence, as ANTLR does. */
export const GRAMMAR: Readonly<Record<string, Part>> = {
  start: seq(r('expr'), t('EOF')),
  expr: seq(r('conditionalOr'), opt(t('?'), r('conditionalOr'), t(':'), r('expr'))),
  conditionalOr: seq(r('conditionalAnd'), star(t('||'), r('conditionalAnd'))),
  conditionalAnd: seq(r('relation'), star(t('&&'), r('relation'))),
  relation: seq(r('calc'), search(at(1, t('<', '<=', '>=', '>', '==', '!=', 'in'), r('relation', 2)))),
  calc: seq(r('unary'), search(choice(at(2, t('*', '/', '%'), r('calc', 3)), at(1, t('+', '-'), r('calc', 2))))),
  unary: choice(r('member'), seq(plus(t('!')), r('member')), seq(plus(t('-'), true), r('member'))),
  member: seq(
    r('primary'),
    search(
      choice(
        at(3, t('.'), opt(t('?')), r('escapeIdent')),
        at(2, t('.'), t('IDENTIFIER'), t('('), opt(r('exprList')), t(')')),
        at(1, t('['), opt(t('?')), r('expr'), t(']')),
      ),
    ),
  ),
  primary: choice(
    seq(opt(t('.')), t('IDENTIFIER')),
    seq(opt(t('.')), t('IDENTIFIER'), t('('), opt(r('exprList')), t(')')),
    seq(t('('), r('expr'), t(')')),
    seq(t('['), opt(r('listInit')), opt(t(',')), t(']')),
    seq(t('{'), opt(r('mapInitializerList')), opt(t(',')), t('}')),
    seq(
      opt(t('.')),
      t('IDENTIFIER'),
      star(t('.'), t('IDENTIFIER')),
      t('{'),
      opt(r('fieldInitializerList')),
      opt(t(',')),
      t('}'),
    ),
    r('literal'),
  ),
  exprList: seq(r('expr'), star(t(','), r('expr'))),
  listInit: seq(r('optExpr'), search(t(','), r('optExpr'))),
  fieldInitializerList: seq(r('optField'), t(':'), r('expr'), search(t(','), r('optField'), t(':'), r('expr'))),
  optField: seq(opt(t('?')), r('escapeIdent')),
  mapInitializerList: seq(r('optExpr'), t(':'), r('expr'), search(t(','), r('optExpr'), t(':'), r('expr'))),
  escapeIdent: { is: 'choice', alternatives: [t('IDENTIFIER'), t('ESC_IDENTIFIER')], adaptive: false },
  optExpr: seq(opt(t('?')), r('expr')),
  literal: choice(
    seq(opt(t('-')), t('NUM_INT')),
    t('NUM_UINT'),
    seq(opt(t('-')), t('NUM_FLOAT')),
    t('STRING'),
    t('BYTES'),
    t('true'),
    t('false'),
    t('null'),
  ),
}
