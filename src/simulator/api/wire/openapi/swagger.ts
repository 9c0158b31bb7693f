// OpenAPI v2: the same paths and schemas in one document, as swagger 2.0 writes them. kubectl asks for it
// where v3 has no kind of that name. Upstream: kube-openapi/pkg/openapiconv.
import type { Resources } from '../../resources.ts'
import { customSchemas } from './custom-schemas.ts'
import { groupVersions, INFO } from './documents.ts'
import { pathsOf } from './paths.ts'
import { closure, type Json, META } from './schemas.ts'

const PRODUCES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']
const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options'])
const FROM = '#/components/schemas/'
const TO = '#/definitions/'

/** The whole API as one document. */
export function swaggerDocument(resources: Resources): Json {
  const paths: Json = {}
  const names = new Set<string>()
  const custom: Record<string, Json> = {}
  for (const groupVersion of groupVersions(resources).values()) {
    for (const [path, item] of Object.entries(pathsOf(groupVersion))) paths[path] = pathItem(item, names)
    for (const info of groupVersion.resources) Object.assign(custom, customSchemas(info, 'v2'))
  }
  if (Object.keys(custom).length > 0) for (const type of ['ObjectMeta', 'ListMeta']) names.add(`${META}.${type}`)
  const definitions = Object.fromEntries(
    Object.entries({ ...closure(names), ...custom }).map(([name, schema]) => [name, plainSchema(schema)]),
  )
  return {
    swagger: '2.0',
    info: INFO,
    paths,
    definitions,
    securityDefinitions: {
      BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' },
    },
    security: [{ BearerToken: [] }],
  }
}

function pathItem(item: Json, names: Set<string>): Json {
  return Object.fromEntries(
    Object.entries(item).map(([key, value]) => {
      if (METHODS.has(key)) return [key, operation(value as Json, names)]
      return [key, (value as Json[]).map(parameter)]
    }),
  )
}

/** A parameter's schema stands in the parameter itself. */
function parameter({ schema, ...rest }: Json): Json {
  return { ...(schema as Json), ...rest }
}

function operation({ parameters = [], requestBody, responses, ...rest }: Json, names: Set<string>): Json {
  const body = requestBody as { content: Record<string, { schema: Json }>; required?: boolean } | undefined
  const first = body === undefined ? undefined : Object.values(body.content)[0]
  const inBody =
    first === undefined
      ? []
      : [
          {
            in: 'body',
            name: 'body',
            ...(body?.required ? { required: true } : {}),
            schema: noted(first.schema, names),
          },
        ]
  return {
    ...rest,
    consumes: body === undefined ? ['*/*'] : Object.keys(body.content),
    produces: PRODUCES,
    schemes: ['https'],
    parameters: [...inBody, ...(parameters as Json[]).map(parameter)],
    responses: Object.fromEntries(
      Object.entries(responses as Record<string, Json>).map(([code, { description, content }]) => {
        const schema = content === undefined ? undefined : Object.values(content as Record<string, Json>)[0]?.['schema']
        return [code, { description, ...(schema === undefined ? {} : { schema: noted(schema as Json, names) }) }]
      }),
    ),
  }
}

function noted(schema: Json, names: Set<string>): Json {
  const ref = schema['$ref']
  if (typeof ref === 'string') names.add(ref.slice(FROM.length))
  return plainSchema(schema)
}

/** One type only, and references that stand alone. */
function plainSchema(schema: Json): Json {
  const { allOf, oneOf, default: _default, $ref, ...rest } = schema
  if (typeof $ref === 'string') return { $ref: TO + $ref.slice(FROM.length) }
  if (Array.isArray(allOf)) return { ...plainSchema(allOf[0] as Json), ...rest }
  const type = oneOf === undefined ? {} : { type: 'string' }
  return { ...type, ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, inner(key, value)])) }
}

function inner(key: string, value: unknown): unknown {
  if (key === 'properties') {
    const entries = Object.entries(value as Record<string, Json>)
    return Object.fromEntries(entries.map(([name, schema]) => [name, plainSchema(schema)]))
  }
  return key === 'items' || key === 'additionalProperties' ? plainSchema(value as Json) : value
}
