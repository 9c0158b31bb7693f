// How the API server lets its callers in. Sentences: grammar/*/given/access.peggy.
import type { AccessReviewAnswer, ReviewerSpec, TokenReviewAnswer } from '../../cluster/port.ts'
import type { Argument } from '../../language/tree.ts'
import { FlagError, flagsIn, readApiServerFlags } from '../../model/api-server-flags.ts'
import type { SentenceFamily } from '../contract.ts'
import { Issuer } from '../issuers.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'
import { setAccess, tooLate } from '../stage.ts'

/** Plays given/access. */
export const family: SentenceFamily = {
  handlers: {
    'given/access/anonymous': ({ allowed }, play) => setAccess(play, 'anonymous access', { anonymous: allowed }),
    'given/access/bootstrap': (_, play) => setAccess(play, 'bootstrap tokens', { bootstrapTokens: true }),
    'given/access/modes': ({ modes }, play) =>
      setAccess(play, 'the authorization modes', { authorizationModes: modes }),
    'given/access/flags': (_, play, below) =>
      tooLate(play, 'the flags of the API server') ?? setFlags(play, textOf(below)),
    'given/access/policy': (_, play, below) =>
      setAccess(play, 'the authorization policy', { authorizationPolicy: { path: POLICY_FILE, text: textOf(below) } }),
    'given/access/authentication': (_, play, below) =>
      setAccess(play, 'how callers are known', {
        authentication: yamlOf(below),
        texts: { ...textsOf(play), authentication: yamlText(below) },
      }),
    'given/access/authorization': (_, play, below) =>
      setAccess(play, 'who may do what', {
        authorization: yamlOf(below),
        texts: { ...textsOf(play), authorization: yamlText(below) },
      }),
    'given/access/issuer': ({ issuer: url }, play) => {
      const issuer = new Issuer(url)
      play.issuers.set(url, issuer)
      const known = play.stage.access?.issuers ?? []
      return setAccess(play, 'an issuer', { issuers: [...known, { url, keys: issuer.keys }] })
    },
    'given/access/minted': async ({ token, issuer }, play, below) => {
      const known = play.issuers.get(issuer)
      if (known === undefined) return { summary: `no sentence has spoken of the OIDC issuer "${issuer}"` }
      const claims = yamlOf(below) as Readonly<Record<string, unknown>>
      play.tokens.set(token, known.mint(claims, (await play.cluster()).now()))
      return undefined
    },
    'given/access/reviewed': async (_, play, below) => {
      const answers = rowsOf(below).map(tokenAnswer)
      await play.onCluster((cluster) => cluster.setReviewer({ is: 'tokens', answers }))
      return undefined
    },
    'given/access/judged': async ({ name }, play, below) => {
      const answers: AccessReviewAnswer[] = []
      for (const [i, row] of rowsOf(below).entries()) {
        const answer = accessAnswer(row, i)
        if ('summary' in answer) return answer
        answers.push(answer)
      }
      const reviewer: ReviewerSpec = { is: 'access', name, answers }
      await play.onCluster((cluster) => cluster.setReviewer(reviewer))
      return undefined
    },
  },
}

/** What a policy that stands in a scenario is called in errors. */
const POLICY_FILE = 'policy.jsonl'

const textOf = (below: Argument | undefined): string => (below?.type === 'text' ? below.text : '')

function setFlags(play: Play, text: string): Failure | undefined {
  const { stage } = play
  try {
    const { enableAdmissionPlugins = [], disableAdmissionPlugins = [], ...read } = readApiServerFlags(flagsIn(text))
    const { featureGates, tolerationSeconds, ...access } = read
    for (const [list, names] of Object.entries({ enableAdmissionPlugins, disableAdmissionPlugins })) {
      const field = list as 'enableAdmissionPlugins' | 'disableAdmissionPlugins'
      if (names.length > 0) stage[field] = [...(stage[field] ?? []), ...names]
    }
    if (featureGates !== undefined) stage.featureGates = { ...stage.featureGates, ...featureGates }
    if (tolerationSeconds !== undefined) stage.tolerationSeconds = tolerationSeconds
    return setAccess(play, 'the flags of the API server', access)
  } catch (error) {
    if (error instanceof FlagError) return { summary: error.message }
    throw error
  }
}

type Row = Readonly<Record<string, string>>

const yamlText = (below: Argument | undefined): string => (below?.type === 'yaml' ? below.text : '')
const textsOf = ({ stage }: Play) => stage.access?.texts
const yamlOf = (below: Argument | undefined): unknown => (below?.type === 'yaml' ? below.value : {})
const rowsOf = (below: Argument | undefined): readonly Row[] => (below?.type === 'table' ? below.rows : [])

/** The cells that say something. */
const filled = (row: Row): Record<string, string> =>
  Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== ''))

const listOf = (cell: string): string[] => cell.split(',').map((one) => one.trim())

function tokenAnswer(row: Row): TokenReviewAnswer {
  const { token = '', groups, audiences, ...rest } = filled(row)
  return {
    token,
    ...rest,
    ...(groups === undefined ? {} : { groups: listOf(groups) }),
    ...(audiences === undefined ? {} : { audiences: listOf(audiences) }),
  }
}

const DECISIONS: readonly AccessReviewAnswer['decision'][] = ['allowed', 'denied', 'no opinion', 'error']

function accessAnswer(row: Row, index: number): AccessReviewAnswer | Failure {
  const { decision: said, ...rest } = filled(row)
  const decision = DECISIONS.find((one) => one === said)
  if (decision !== undefined) return { ...rest, decision }
  return { summary: `row ${index + 1}: the decision is one of ${DECISIONS.join(', ')}, not "${said ?? ''}"` }
}
