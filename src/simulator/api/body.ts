// From a body to an object: decoded, of the expected version and kind; what strict decoding objects to refuses or warns.
import { decodeBody } from './codec/decode-body.ts'
import type { RequestContext } from './context.ts'
import { decodeCustom } from './custom-resource.ts'
import { badRequest } from './status/status-error.ts'
import type { KubeObject } from './types.ts'

/** Decodes `body` as `kind` of `apiVersion`, whose schema type is `type`. */
export function decodeAs(
  context: RequestContext,
  body: unknown,
  type: string,
  apiVersion: string,
  kind: string,
  duplicates?: readonly string[],
): KubeObject {
  const { custom } = context.info
  if (custom !== undefined && kind === context.info.kind) return decodeCustom(context, custom, body)
  const decoded = decodeBody(body, { apiVersion, kind, type }, { strictness: context.fieldValidation, duplicates })
  if (decoded.error !== undefined) throw badRequest(decoded.error)
  for (const warning of decoded.warnings) context.warn(warning)
  return decoded.object as unknown as KubeObject
}
