// The webhooks a scenario plays: what each does when it is called, said piece by piece, and what each was sent. Limit: one that
// answers late does so or fails, but no cluster time passes while it is waited for.
import { admissionAnswer } from './admission-answer.ts'
import { type CompiledBehaviours, compileBehaviour } from './behaviours.ts'
import { type Review, type WebhookBackend, WebhookFailure } from './contract.ts'
import { conversionAnswer } from './conversion-answer.ts'
import { imageStatus } from './image-status.ts'

/** Which webhook is meant: the one at a URL, or that of a service, at any path unless one is given. */
export type WebhookAddress =
  | { readonly url: string }
  | { readonly namespace: string; readonly service: string; readonly path?: string }

/** One thing a webhook does. */
export type WebhookBehaviour =
  | { readonly is: 'allows' }
  /** `when` and the expressions below are CEL over object, oldObject and request. */
  | { readonly is: 'denies'; readonly when?: string; readonly code?: number; readonly message?: string }
  | { readonly is: 'warns'; readonly when?: string; readonly text: string }
  /** Operations of a JSON patch, or an expression that makes a list of JSONPatch. */
  | { readonly is: 'patches'; readonly when?: string; readonly operations: readonly unknown[] | string }
  /** Objects of that version are made by a list of JSONPatch of what `object` is in another. */
  | { readonly is: 'converts'; readonly to: string; readonly expression: string }
  | { readonly is: 'answers'; readonly response: Readonly<Record<string, unknown>> }
  | { readonly is: 'late'; readonly milliseconds: number }
  | { readonly is: 'fails'; readonly problem: string | number }

class PlayedWebhook {
  readonly address: WebhookAddress
  readonly calls: Review[] = []
  readonly does: CompiledBehaviours = { denies: [], warns: [], patches: [], converts: new Map() }

  constructor(address: WebhookAddress) {
    this.address = address
  }

  isAt(url: string): boolean {
    const { address } = this
    if ('url' in address) return address.url === url
    const host = `https://${address.service}.${address.namespace}.svc`
    if (!url.startsWith(`${host}:`)) return false
    return address.path === undefined || url.slice(url.indexOf('/', host.length)) === address.path
  }

  readonly answer: WebhookBackend = (review, { seconds }) => {
    this.calls.push(review)
    const { late = 0, fails, answers } = this.does
    if (fails !== undefined) throw new WebhookFailure(fails)
    if (late >= seconds * 1000) throw new WebhookFailure('context deadline exceeded')
    const { apiVersion, kind, request } = review
    if (kind === 'ImageReview') return { ...review, status: answers ?? imageStatus(this.does, review) }
    const uid = request?.['uid']
    if (answers !== undefined) return { apiVersion, kind, response: { uid, ...answers } }
    const response =
      kind === 'ConversionReview' ? conversionAnswer(this.does, review) : admissionAnswer(this.does, review)
    return { apiVersion, kind, response: { uid, ...response } }
  }
}

const isSame = (a: WebhookAddress, b: WebhookAddress): boolean => JSON.stringify(a) === JSON.stringify(b)

/** All of one cluster. */
export class PlayedWebhooks {
  readonly #all: PlayedWebhook[] = []

  /** Adds to what a webhook does; what is said later comes first. Answers what is wrong with an expression. */
  set(address: WebhookAddress, behaviour: WebhookBehaviour): string | undefined {
    return compileBehaviour(this.#find(address).does, behaviour)
  }

  /** What a webhook was sent, oldest first. */
  calls(address: WebhookAddress): readonly Review[] {
    return this.#find(address).calls
  }

  /** Who answers at a URL. */
  at(url: string): WebhookBackend | undefined {
    return this.#all.find((one) => one.isAt(url))?.answer
  }

  #find(address: WebhookAddress): PlayedWebhook {
    const known = this.#all.find((one) => isSame(one.address, address))
    if (known !== undefined) return known
    const made = new PlayedWebhook(address)
    this.#all.push(made)
    return made
  }
}
