// The rules of a schema run over a custom resource. Upstream: Validator in apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go.
// Limit: rules within allOf are run with the schema they restrict, their errors are not ratcheted.
import type { JSONSchemaProps, ValidationRule } from '../../../../generated/api/apiextensions.v1.ts'
import { deepEqual } from '../../../../model/deep-equal.ts'
import { isJsonObject } from '../../../../model/json.ts'
import { quote } from '../../../../model/quote.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { PER_CALL_LIMIT } from '../../../cel/expression.ts'
import { compileSchemaRules, type SchemaRule } from '../../../cel/kubernetes/schema-rules.ts'
import { fromSchema } from '../../../cel/kubernetes/schema-values.ts'
import { CelFailure } from '../../../cel/values/failure.ts'
import { type CelValue, NONE, Optional } from '../../../cel/values/value.ts'
import { fieldAt } from '../structural/field-path.ts'
import { additionalOf, itemOf } from '../structural/schema.ts'

/** What all rules of one request may cost together. Upstream: apis/cel/config.go. */
const REQUEST_BUDGET = 10_000_000
const MAX_MESSAGE = 5 * 1024
const OUT_OF_BUDGET = 'validation failed due to running out of cost budget, no further validation rules will be run'
const NEW_LINE = /\n/

interface Node {
  readonly schema: JSONSchemaProps
  readonly root: boolean
  readonly rules: readonly SchemaRule[]
  readonly item: Node | undefined
  readonly additional: Node | undefined
  readonly properties: ReadonlyMap<string, Node>
  readonly allOf: readonly Node[]
}

/** Makes the validator of a schema; undefined when it has no rules. */
export function schemaValidator(schema: JSONSchemaProps): SchemaValidator | undefined {
  const node = nodeOf(schema, schema, true)
  return node === undefined ? undefined : new SchemaValidator(node)
}

function nodeOf(validation: JSONSchemaProps, schema: JSONSchemaProps, root: boolean): Node | undefined {
  const rules = validation['x-kubernetes-validations']
  const embedded = (below: JSONSchemaProps): boolean => below['x-kubernetes-embedded-resource'] === true
  const below = (inner: JSONSchemaProps | undefined, spine: JSONSchemaProps | undefined): Node | undefined =>
    inner && spine ? nodeOf(inner, spine, embedded(spine)) : undefined
  const properties = new Map<string, Node>()
  for (const [name, property] of Object.entries(validation.properties ?? {})) {
    const node = below(property, schema.properties?.[name])
    if (node !== undefined) properties.set(name, node)
  }
  const made: Node = {
    schema,
    root,
    rules: rules?.length ? compileSchemaRules(rules, schema, root) : [],
    item: below(itemOf(validation), itemOf(schema)),
    additional: below(additionalOf(validation), additionalOf(schema)),
    properties,
    allOf: (validation.allOf ?? []).flatMap((clause) => nodeOf(clause, schema, root) ?? []),
  }
  const { item, additional, allOf } = made
  return made.rules.length + properties.size + allOf.length > 0 || item || additional ? made : undefined
}

/** Where a value stands among the old ones. */
interface Correlation {
  readonly old: unknown
  /** Nothing changed here or above: what is wrong was wrong before. */
  readonly same: boolean
  /** Old and new belong together. */
  readonly correlated: boolean
}

class OutOfBudget {}

/** Runs the rules of one schema. */
export class SchemaValidator {
  readonly #root: Node

  constructor(root: Node) {
    this.#root = root
  }

  /** Adds what the rules say of an object; `old` on update, whose unchanged parts only warn. */
  validate(object: unknown, old: unknown, errors: FieldErrors, warn: (text: string) => void): void {
    const run = new Run(errors, warn)
    const same = old !== undefined && deepEqual(object, old)
    try {
      run.visit(this.#root, undefined, object, { old, same, correlated: old !== undefined })
    } catch (stop) {
      if (!(stop instanceof OutOfBudget)) throw stop
    }
  }
}

class Run {
  readonly #errors: FieldErrors
  readonly #warn: (text: string) => void
  #budget = REQUEST_BUDGET

  constructor(errors: FieldErrors, warn: (text: string) => void) {
    this.#errors = errors
    this.#warn = warn
  }

  visit(node: Node, path: Path | undefined, value: unknown, at: Correlation): void {
    if (value === null || value === undefined) return
    if (node.rules.length > 0) this.#rules(node, path, value, at)
    for (const clause of node.allOf) this.visit(clause, path, value, { ...at, same: false })
    if (Array.isArray(value)) this.#list(node, path, value, at)
    else if (isJsonObject(value)) this.#object(node, path, value, at)
  }

  #list({ item, schema }: Node, path: Path | undefined, value: readonly unknown[], at: Correlation): void {
    if (item === undefined) return
    const oldByKey = keyed(schema, at.old)
    for (const [i, element] of value.entries()) {
      const old = oldByKey?.get(keyOf(schema, element))
      this.visit(item, (path ?? Path.of('<nil>')).index(i), element, below(at, element, old, oldByKey !== undefined))
    }
  }

  #object(node: Node, path: Path | undefined, value: Readonly<Record<string, unknown>>, at: Correlation): void {
    const old = isJsonObject(at.old) ? at.old : undefined
    for (const name of Object.keys(value)) {
      const property = node.properties.get(name) ?? node.additional
      if (property === undefined) continue
      const named = node.properties.has(name)
      const place = path === undefined ? Path.of(name) : named ? path.child(name) : path.key(name)
      this.visit(property, place, value[name], below(at, value[name], old?.[name], true))
    }
  }

  #rules(node: Node, path: Path | undefined, value: unknown, at: Correlation): void {
    const { schema, root } = node
    const place = path ?? '<nil>'
    const hasOld = at.old !== undefined && at.old !== null
    const self = lazily(() => fromSchema(value, schema, root))
    const old = lazily(() => fromSchema(at.old, schema, root))
    for (const compiled of node.rules) {
      const { rule, program, problem, usesOldSelf } = compiled
      if (problem !== undefined) this.#errors.invalid(place, schema.type, `rule compile error: ${problem}`)
      if (program === undefined || (usesOldSelf && !hasOld && !rule.optionalOldSelf)) continue
      const activation = (name: string): CelValue | undefined => {
        if (name === 'self') return self()
        if (name !== 'oldSelf') return undefined
        if (!rule.optionalOldSelf) return hasOld ? old() : undefined
        return hasOld ? new Optional(old()) : NONE
      }
      const outcome = program.evaluate(activation, PER_CALL_LIMIT)
      if (outcome.cost > this.#budget) this.#stop(place, schema, OUT_OF_BUDGET)
      this.#budget -= outcome.cost
      if (outcome.error !== undefined) this.#failed(place, schema, rule, outcome.error, outcome.cancelled)
      else if (outcome.value !== true) this.#broken(node, compiled, path, value, at, activation)
    }
  }

  #stop(place: Path | string, { type }: JSONSchemaProps, detail: string): never {
    this.#errors.invalid(place, type, detail)
    throw new OutOfBudget()
  }

  #failed(
    place: Path | string,
    schema: JSONSchemaProps,
    rule: ValidationRule,
    error: string,
    cancelled: boolean,
  ): void {
    const shown = ruleText(rule)
    if (cancelled) {
      this.#stop(
        place,
        schema,
        `'${error}': no further validation rules will be run due to call cost exceeds limit for rule: ${shown}`,
      )
    }
    const detail = error.startsWith('no such overload')
      ? `'${error}': call arguments did not match a supported operator, function or macro signature for rule: ${shown}`
      : `${error} evaluating rule: ${shown}`
    this.#errors.invalid(place, schema.type, detail)
  }

  #broken(
    { schema }: Node,
    compiled: SchemaRule,
    path: Path | undefined,
    value: unknown,
    at: Correlation,
    activation: (name: string) => CelValue | undefined,
  ): void {
    const { rule, usesOldSelf } = compiled
    const found = rule.fieldPath ? fieldAt(rule.fieldPath, schema) : undefined
    const below = found !== undefined && !('error' in found) ? found.path : ''
    const place = below === '' ? (path ?? '<nil>') : path === undefined ? below : path.child(below)
    const detail =
      this.#message(place, schema, compiled, activation) ??
      (rule.message ? rule.message.trim() : `failed rule: ${ruleText(rule)}`)
    const errors = new FieldErrors()
    report(errors, place, schema, value, detail, rule.reason)
    if (!usesOldSelf && at.same) for (const { field, body } of errors.list) this.#warn(`${field}: ${body}`)
    else this.#errors.list.push(...errors.list)
  }

  /** What the rule's own expression says; undefined when it says nothing that can be used. */
  #message(
    place: Path | string,
    schema: JSONSchemaProps,
    { rule, message }: SchemaRule,
    activation: (name: string) => CelValue | undefined,
  ): string | undefined {
    if (message === undefined) return undefined
    const outcome = message.evaluate(activation, PER_CALL_LIMIT)
    const text = quote(rule.messageExpression ?? '')
    if (outcome.cost > this.#budget) {
      this.#stop(
        place,
        schema,
        'messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run',
      )
    }
    if (outcome.error !== undefined && outcome.cancelled) {
      this.#stop(
        place,
        schema,
        `no further validation rules will be run due to call cost exceeds limit for messageExpression: ${text}`,
      )
    }
    this.#budget -= outcome.cost
    if (outcome.error !== undefined || typeof outcome.value !== 'string') return undefined
    const said = outcome.value.trim()
    return said === '' || said.length > MAX_MESSAGE || NEW_LINE.test(said) ? undefined : said
  }
}

function below(at: Correlation, value: unknown, old: unknown, correlatable: boolean): Correlation {
  if (!at.correlated || !correlatable || old === undefined) return { old: undefined, same: at.same, correlated: false }
  return { old, same: at.same || deepEqual(value, old), correlated: true }
}

const keyOf = (schema: JSONSchemaProps, item: unknown): string =>
  JSON.stringify(
    (schema['x-kubernetes-list-map-keys'] ?? []).map((key) => (isJsonObject(item) ? (item[key] ?? null) : null)),
  )

/** The old items of a list that is a map; items of other lists do not belong together. */
function keyed(schema: JSONSchemaProps, old: unknown): ReadonlyMap<string, unknown> | undefined {
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(old)) return undefined
  return new Map(old.map((item) => [keyOf(schema, item), item]))
}

/** The value, made once; a value that cannot be made fails where it is looked at. */
function lazily(make: () => CelValue): () => CelValue {
  let made: CelValue | undefined
  let failure: CelFailure | undefined
  return () => {
    if (failure !== undefined) throw failure
    if (made !== undefined) return made
    try {
      made = make()
      return made
    } catch (error) {
      if (error instanceof CelFailure) failure = error
      throw error
    }
  }
}

const ruleText = ({ message, rule }: ValidationRule): string => (message || rule).trim()

function report(
  errors: FieldErrors,
  place: Path | string,
  { type }: JSONSchemaProps,
  value: unknown,
  detail: string,
  reason: string | undefined,
): void {
  const shown = type !== 'object' && type !== 'array'
  if (reason === 'FieldValueForbidden') errors.forbidden(place, detail)
  else if (reason === 'FieldValueRequired') errors.required(place, detail)
  else if (reason === 'FieldValueDuplicate') errors.duplicate(place, shown ? value : undefined)
  else if (shown) errors.invalid(place, value, detail)
  else errors.invalidUnshown(place, detail)
}
