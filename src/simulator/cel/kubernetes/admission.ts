// Expressions of admission: what they may name, and which types they must yield. Upstream: apiserver/pkg/admission/plugin/cel/compile.go.
import type { CelEnvironment } from '../check/environment.ts'
import { programProblem } from '../evaluate/constants.ts'
import { type CelProgram, compile, isCompileError } from '../expression.ts'
import { declare } from '../library/declaration.ts'
import { JSON_PATCH } from '../library/formats.ts'
import {
  ANY,
  AUTHORIZER,
  BOOL,
  type CelType,
  DYN,
  INT,
  listOf,
  mapOf,
  NULL,
  RESOURCE_CHECK,
  STRING,
  struct,
  structOf,
  TIMESTAMP,
} from '../types.ts'
import { baseEnvironment, typeText } from './base.ts'
import { JSON_PATCH_TYPE, makePatchStruct, OBJECT_TYPE, patchType } from './patch-types.ts'

/** What an expression is for; it decides the type it must yield. */
export type AdmissionPurpose =
  | 'matchCondition'
  | 'variable'
  | 'validation'
  | 'messageExpression'
  | 'auditAnnotation'
  | 'applyConfiguration'
  | 'jsonPatch'

const YIELDS: Readonly<Record<AdmissionPurpose, readonly CelType[]>> = {
  matchCondition: [BOOL],
  variable: [ANY, DYN],
  validation: [BOOL],
  messageExpression: [STRING],
  auditAnnotation: [STRING, NULL],
  applyConfiguration: [OBJECT_TYPE],
  jsonPatch: [listOf(JSON_PATCH_TYPE)],
}

const object = (name: string, fields: Readonly<Record<string, CelType>>): CelType =>
  structOf(name, new Map(Object.entries(fields)))

const STRINGS = listOf(STRING)
const GVK = object('kubernetes.GroupVersionKind', { group: STRING, version: STRING, kind: STRING })
const GVR = object('kubernetes.GroupVersionResource', { group: STRING, version: STRING, resource: STRING })
const USER = object('kubernetes.UserInfo', {
  username: STRING,
  uid: STRING,
  groups: STRINGS,
  extra: mapOf(STRING, STRINGS),
})

/** The type of `request`. */
export const REQUEST_TYPE = object('kubernetes.AdmissionRequest', {
  kind: GVK,
  resource: GVR,
  subResource: STRING,
  requestKind: GVK,
  requestResource: GVR,
  requestSubResource: STRING,
  name: STRING,
  namespace: STRING,
  operation: STRING,
  userInfo: USER,
  dryRun: BOOL,
  options: DYN,
})

const CONDITION = object('kubernetes.NamespaceCondition', {
  status: STRING,
  type: STRING,
  lastTransitionTime: TIMESTAMP,
  message: STRING,
  reason: STRING,
})
const METADATA = object('kubernetes.NamespaceMetadata', {
  name: STRING,
  generateName: STRING,
  namespace: STRING,
  labels: mapOf(STRING, STRING),
  annotations: mapOf(STRING, STRING),
  UID: STRING,
  creationTimestamp: TIMESTAMP,
  deletionGracePeriodSeconds: INT,
  deletionTimestamp: TIMESTAMP,
  generation: INT,
  resourceVersion: STRING,
  finalizers: STRINGS,
})

/** The type of `namespaceObject`. */
export const NAMESPACE_TYPE = object('kubernetes.Namespace', {
  metadata: METADATA,
  spec: object('kubernetes.NamespaceSpec', { finalizers: STRINGS }),
  status: object('kubernetes.NamespaceStatus', { conditions: listOf(CONDITION), phase: STRING }),
})

/** What an expression may name besides what all may. */
export interface AdmissionDeclarations {
  readonly params: boolean
  readonly authorizer: boolean
  readonly patchTypes: boolean
  /** What is known of the objects; nothing unless said. */
  readonly types?: { readonly object: CelType; readonly params: CelType }
}

const environments = new Map<string, CelEnvironment>()

function admissionEnvironment({ types, ...declarations }: AdmissionDeclarations): CelEnvironment {
  const plain = plainEnvironment(declarations)
  if (types === undefined) return plain
  const { object, params } = types
  const variables = { object, oldObject: object, ...(declarations.params ? { params } : {}) }
  return plain.extend({ variables })
}

function plainEnvironment({ params, authorizer, patchTypes }: AdmissionDeclarations): CelEnvironment {
  const key = `${params}${authorizer}${patchTypes}`
  const known = environments.get(key)
  if (known !== undefined) return known
  const variables: Record<string, CelType> = {
    object: DYN,
    oldObject: DYN,
    namespaceObject: NAMESPACE_TYPE,
    request: REQUEST_TYPE,
    ...(params ? { params: DYN } : {}),
    ...(authorizer ? { authorizer: AUTHORIZER, 'authorizer.requestResource': RESOURCE_CHECK } : {}),
  }
  const patches = patchTypes ? { types: patchType, functions: declare(JSON_PATCH) } : {}
  const made = baseEnvironment().extend({ variables, ...patches })
  environments.set(key, made)
  return made
}

const KEPT: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'double',
  'duration',
  'int',
  'null',
  'string',
  'timestamp',
  'uint',
])

/** The type a variable is declared with: of objects and Kubernetes' own values nothing is known. */
function variableType(type: CelType): CelType {
  if (KEPT.has(type.kind)) return type
  if (type.kind === 'list') return listOf(variableType(type.params[0]!))
  return type.kind === 'map' ? mapOf(variableType(type.params[0]!), variableType(type.params[1]!)) : DYN
}

/** Why an expression is refused. */
export interface AdmissionProblem {
  readonly problem: string
  /** It compiles, but no program can be made of it. */
  readonly internal?: boolean
}

/** Compiles the expressions of one policy or webhook; variables defined so far are known to those that follow. */
export class AdmissionCompiler {
  /** With `variables`: policies; without: match conditions. */
  readonly #composed: boolean
  readonly #variables = new Map<string, CelType>()
  readonly #type = struct('kubernetes.variables', (name) => this.#variables.get(name))

  constructor(composed: boolean) {
    this.#composed = composed
  }

  compile(text: string, purpose: AdmissionPurpose, declarations: AdmissionDeclarations): CelProgram | AdmissionProblem {
    const plain = admissionEnvironment(declarations)
    const environment = this.#composed ? plain.extend({ variables: { variables: this.#type } }) : plain
    const made = compile(text, environment, declarations.patchTypes ? makePatchStruct : undefined)
    if (isCompileError(made)) return { problem: `compilation failed: ${made.error}` }
    const wanted = YIELDS[purpose]
    if (wanted.some((type) => type.kind === 'any' || type.text === made.type.text)) {
      const problem = programProblem(made.expr)
      return problem === undefined ? made : { problem: `program instantiation failed: ${problem}`, internal: true }
    }
    const given = typeText(made.type)
    const names = wanted.map(typeText)
    return {
      problem:
        names.length === 1
          ? `must evaluate to ${names[0]} but got ${given}`
          : `must evaluate to one of [${names.join(' ')}] but got ${given}`,
    }
  }

  /** Compiles a variable and declares `variables.<name>`. */
  define(name: string, text: string, declarations: AdmissionDeclarations): CelProgram | AdmissionProblem {
    const made = this.compile(text, 'variable', declarations)
    if (!isAdmissionProblem(made)) this.#variables.set(name, variableType(made.type))
    else this.#variables.set(name, DYN)
    return made
  }
}

/** Tells an expression that was refused. */
export const isAdmissionProblem = (made: CelProgram | AdmissionProblem): made is AdmissionProblem => 'problem' in made
