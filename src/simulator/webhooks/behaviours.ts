// What is said of a webhook, ready to be done: its expressions compiled.
import { AdmissionCompiler, type AdmissionPurpose, isAdmissionProblem } from '../cel/kubernetes/admission.ts'
import { patchOperations } from '../cel/kubernetes/patch-types.ts'
import { fromJson } from '../cel/values/json.ts'
import type { CelValue } from '../cel/values/value.ts'
import { type Review, WebhookFailure } from './contract.ts'
import type { WebhookBehaviour } from './played.ts'

/** Asks a review for something; throws a WebhookFailure where the expression fails. */
export type Asked<T> = (review: Review) => T

interface Conditional {
  readonly when: Asked<boolean>
}

/** All that is said of one webhook. */
export interface CompiledBehaviours {
  readonly denies: (Conditional & { readonly code: number; readonly message: string | undefined })[]
  readonly warns: (Conditional & { readonly text: string })[]
  readonly patches: (Conditional & { readonly operations: Asked<readonly unknown[]> })[]
  /** By version. */
  readonly converts: Map<string, Asked<readonly unknown[]>>
  answers?: Readonly<Record<string, unknown>>
  late?: number
  fails?: string | number
}

/** Adds one; answers what is wrong with its expression. */
export function compileBehaviour(does: CompiledBehaviours, behaviour: WebhookBehaviour): string | undefined {
  switch (behaviour.is) {
    case 'allows':
      return undefined
    case 'late':
      does.late = behaviour.milliseconds
      return undefined
    case 'fails':
      does.fails = behaviour.problem
      return undefined
    case 'answers':
      does.answers = behaviour.response
      return undefined
    case 'converts': {
      const operations = patchOf(behaviour.expression)
      if (typeof operations === 'string') return operations
      does.converts.set(behaviour.to, operations)
      return undefined
    }
    default:
      return addConditional(does, behaviour)
  }
}

function addConditional(
  does: CompiledBehaviours,
  behaviour: Extract<WebhookBehaviour, { is: 'denies' | 'warns' | 'patches' }>,
): string | undefined {
  const when = behaviour.when === undefined ? () => true : conditionOf(behaviour.when)
  if (typeof when === 'string') return when
  switch (behaviour.is) {
    case 'denies':
      does.denies.push({ when, code: behaviour.code ?? 403, message: behaviour.message })
      return undefined
    case 'warns':
      does.warns.push({ when, text: behaviour.text })
      return undefined
    case 'patches': {
      const { operations } = behaviour
      const made = typeof operations === 'string' ? patchOf(operations) : () => operations
      if (typeof made === 'string') return made
      does.patches.push({ when, operations: made })
      return undefined
    }
  }
}

function conditionOf(text: string): Asked<boolean> | string {
  const ask = expression(text, 'matchCondition')
  return typeof ask === 'string' ? ask : (review) => ask(review) === true
}

function patchOf(text: string): Asked<readonly unknown[]> | string {
  const ask = expression(text, 'jsonPatch')
  return typeof ask === 'string' ? ask : (review) => patchOperations(ask(review))
}

/** An expression over the request of a review, as policies know it. */
function expression(text: string, purpose: AdmissionPurpose): Asked<CelValue> | string {
  const declarations = { params: false, authorizer: false, patchTypes: purpose === 'jsonPatch' }
  const program = new AdmissionCompiler(false).compile(text, purpose, declarations)
  if (isAdmissionProblem(program)) return program.problem
  return ({ request = {} }) => {
    const { object, oldObject, ...rest } = request
    const outcome = program.evaluate((name) => {
      if (name === 'object') return fromJson(object ?? null)
      if (name === 'oldObject') return fromJson(oldObject ?? null)
      return name === 'request' ? fromJson(rest) : undefined
    })
    if (outcome.error === undefined) return outcome.value
    throw new WebhookFailure(500, `expression '${text}' resulted in error: ${outcome.error}`)
  }
}
