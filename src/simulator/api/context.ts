// One request being served: who asks for what, with which options, and what is to be said besides the answer.
import { formatTime } from '../../model/time.ts'
import type { AdmissionContext } from '../admission/contract.ts'
import type { Authentication, Authorizer } from '../auth/contract.ts'
import type { AskedBesides, KindContext } from '../kinds/contract.ts'
import { attributesOf, judge, verbOf } from './authorization.ts'
import type { RequestInfo, ServerRequest } from './request.ts'
import type { ServingParts } from './server.ts'
import type { FeatureGates, Lister, Random, ResourceInfo, UserInfo } from './types.ts'

/** How unknown and duplicate fields are taken; Warn when the client says nothing. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

const NO_WEBHOOKS = (): undefined => undefined

/** Serves as the context of kinds and admission plugins alike. */
export class RequestContext
  implements
    Omit<KindContext, 'now'>,
    Omit<AdmissionContext, 'now' | 'writeStatus' | 'create' | 'configuration' | 'machinery' | 'webhooks' | 'once'>
{
  readonly parts: ServingParts
  readonly request: ServerRequest
  readonly info: ResourceInfo
  readonly namespace: string
  readonly name: string
  readonly subresource: string
  readonly warnings: string[] = []
  dryRun = false
  fieldValidation: FieldValidation = 'Warn'
  fieldManager = ''
  #kindContext: KindContext | undefined
  #admissionContext: AdmissionContext | undefined

  constructor(parts: ServingParts, request: ServerRequest, target: RequestInfo) {
    this.parts = parts
    this.request = request
    this.info = target.info
    this.namespace = target.namespace
    this.name = target.name
    this.subresource = target.subresource
  }

  get user(): UserInfo {
    return this.request.user
  }

  get authorizer(): Authorizer {
    return this.parts.authorizer
  }

  get authentication(): Authentication {
    return this.parts.authentication
  }

  get lister(): Lister {
    return this.parts.store
  }

  get gates(): FeatureGates {
    return this.parts.gates
  }

  get random(): Random {
    return this.parts.random
  }

  /** Cluster time in epoch milliseconds. */
  get time(): number {
    return this.parts.outside?.at ?? this.parts.clock.now()
  }

  warn(text: string): void {
    if (text && !this.warnings.includes(text)) this.warnings.push(text)
  }

  annotate(key: string, value: string, level?: 'Request'): void {
    this.request.audited?.annotate(key, value, level)
  }

  /** Does something once for this request, which is served again after others were asked. */
  once<T>(what: string, make: () => T): T {
    const { outside } = this.parts
    return outside === undefined ? make() : outside.once(what, make)
  }

  get verb(): string {
    return verbOf(this.request, this.name)
  }

  mayNot(asked: AskedBesides): string | undefined {
    return judge(this.parts.authorizer, { ...attributesOf(this.request, this), ...asked })?.message
  }

  /** What the rules of kinds see. */
  get forKinds(): KindContext {
    this.#kindContext ??= {
      now: formatTime(this.time),
      user: this.user,
      lister: this.lister,
      gates: this.gates,
      random: this.random,
      dryRun: this.dryRun,
      namespace: this.namespace,
      authorizer: this.parts.authorizer,
      authentication: this.parts.authentication,
      verb: this.verb,
      mayNot: (asked) => this.mayNot(asked),
      warn: (text) => this.warn(text),
      annotate: (key, value) => this.annotate(key, value),
    }
    return this.#kindContext
  }

  /** What admission plugins see. */
  get forAdmission(): AdmissionContext {
    this.#admissionContext ??= {
      lister: this.lister,
      gates: this.gates,
      random: this.random,
      authorizer: this.authorizer,
      now: this.time,
      writeStatus: (resource, object) => {
        const { store } = this.parts
        store.put(resource, { ...object, metadata: { ...object.metadata } }, 'system:apiserver')
      },
      create: (resource, object) => this.parts.loopback(resource, object),
      configuration: (plugin) => this.parts.admissionConfiguration?.get(plugin),
      machinery: this.parts.machinery,
      webhooks: this.parts.webhooks ?? NO_WEBHOOKS,
      warn: (text) => this.warn(text),
      annotate: (key, value, level) => this.annotate(key, value, level),
      once: (what, make) => this.once(what, make),
    }
    return this.#admissionContext
  }
}
