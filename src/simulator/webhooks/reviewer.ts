// Webhooks outside of the cluster that judge tokens and requests: a TokenReview or SubjectAccessReview goes to where a kubeconfig says, and
// what comes back has a status. Upstream: apiserver/plugin/pkg/{authenticator/token,authorizer}/webhook/webhook.go.
import { isJsonObject, type JsonObject } from '../../model/json.ts'
import { quote } from '../../model/quote.ts'
import { statusText, timedUrl } from './client.ts'
import { settingsOf, WebhookFailure } from './contract.ts'
import type { WayOut } from './outside.ts'
import { readAnswer } from './read-answer.ts'

/** What is judged. */
export type ReviewKind = 'TokenReview' | 'SubjectAccessReview'

/** Where one is. */
export interface ReviewWebhook {
  /** The kubeconfig's server. */
  readonly url: string
  readonly version: 'v1' | 'v1beta1'
  readonly timeoutSeconds: number
}

/** Asks one: the status it sets, or what went wrong. */
export type AskReview = (
  spec: Readonly<Record<string, unknown>>,
) => { readonly status: JsonObject } | { readonly failure: string }

/** Those of one cluster. */
export interface ReviewWebhooks {
  readonly tokens?: ReviewWebhook
  /** By the authorizer's name. */
  readonly access?: ReadonlyMap<string, ReviewWebhook>
}

/** Asks those of a cluster. */
export function outsideReviewers(
  way: WayOut,
  { tokens, access }: ReviewWebhooks,
): { readonly tokens: AskReview | undefined; access(name: string): AskReview | undefined } {
  return {
    tokens: tokens && reviewBy(way, settingsOf.tokens, 'TokenReview', tokens),
    access(name) {
      const webhook = access?.get(name)
      return webhook && reviewBy(way, settingsOf.access(name), 'SubjectAccessReview', webhook)
    },
  }
}

const GROUPS = { TokenReview: 'authentication.k8s.io', SubjectAccessReview: 'authorization.k8s.io' } as const
const SCHEME = 'k8s.io/client-go/kubernetes/scheme/register.go:82'

/** Asks a webhook that the network knows by `settings`. */
function reviewBy(way: WayOut, settings: string, kind: ReviewKind, webhook: ReviewWebhook): AskReview {
  const { url, version, timeoutSeconds } = webhook
  const versions = ['v1', 'v1beta1'].map((one) => `${GROUPS[kind]}/${one}`)
  const apiVersion = `${GROUPS[kind]}/${version}`
  const asked = timedUrl(url, timeoutSeconds)
  return (spec) => {
    const body = JSON.stringify({
      kind,
      apiVersion,
      metadata: {},
      spec: inVersion(kind, version, spec),
      ...EMPTY[kind],
    })
    const answer = way.answer(`${settings} ${body}`, () => ({
      url: asked,
      body,
      timeoutSeconds,
      limit: 'client',
      settings,
      retries: true,
    }))
    if ('error' in answer)
      return { failure: answer.asIs === true ? answer.error : `Post ${quote(asked)}: ${answer.error}` }
    try {
      const { status } = readAnswer(answer, { apiVersion, kind, versions, scheme: SCHEME })
      return { status: isJsonObject(status) ? status : {} }
    } catch (failure) {
      if (!(failure instanceof WebhookFailure)) throw failure
      const { problem, body: said } = failure
      return { failure: typeof problem === 'number' ? statusText(problem, said) : problem }
    }
  }
}

const EMPTY = {
  TokenReview: { status: { user: {} } },
  SubjectAccessReview: { status: { allowed: false } },
} as const

/** The older version has its groups under another name. */
function inVersion(kind: ReviewKind, version: string, spec: Readonly<Record<string, unknown>>): object {
  if (kind !== 'SubjectAccessReview' || version === 'v1') return spec
  const { groups, ...rest } = spec
  return groups === undefined ? rest : { ...rest, group: groups }
}
