// One bound against one amount, in upstream's words and upstream's arithmetic: thousandths while they cannot overflow.
// Upstream: minConstraint, maxConstraint, limitRequestRatioConstraint in plugin/pkg/admission/limitranger/admission.go.
import {
  formatQuantity,
  mustParseQuantity,
  type Quantity,
  quantityMilliValue,
  quantityValue,
  zeroQuantity,
} from '../../../model/quantity.ts'
import type { Quantities } from '../../../model/resource-list.ts'

/** What is asked for, by a container, a pod or a claim. */
export interface Asked {
  readonly requests: Quantities
  readonly limits: Quantities
}

const MAX_MILLI_VALUE = (2 ** 63 - 1) / 1000

interface Observed {
  readonly request: number
  readonly limit: number
  readonly enforced: number
}

/** Request, limit and bound in one unit. */
function observe(request: Quantity | undefined, limit: Quantity | undefined, enforced: Quantity): Observed {
  const all = [request ?? zeroQuantity, limit ?? zeroQuantity, enforced] as const
  const precise = all.every((quantity) => quantityValue(quantity) <= MAX_MILLI_VALUE)
  const measure = precise ? quantityMilliValue : quantityValue
  return { request: measure(all[0]), limit: measure(all[1]), enforced: measure(all[2]) }
}

/** The minimum: a request must be there, and neither it nor the limit be smaller. */
export function minProblem(type: string, name: string, bound: string, asked: Asked): string | undefined {
  const request = asked.requests[name]
  const limit = asked.limits[name]
  const observed = observe(request, limit, mustParseQuantity(bound))
  const head = `minimum ${name} usage per ${type} is ${bound}`
  if (request === undefined) return `${head}.  No request is specified`
  if (observed.request < observed.enforced) return `${head}, but request is ${formatQuantity(request)}`
  if (limit !== undefined && observed.limit < observed.enforced) {
    return `${head}, but limit is ${formatQuantity(limit)}`
  }
  return undefined
}

/** The maximum: a limit must be there, and neither it nor the request be larger. */
export function maxProblem(type: string, name: string, bound: string, asked: Asked): string | undefined {
  const request = asked.requests[name]
  const limit = asked.limits[name]
  const observed = observe(request, limit, mustParseQuantity(bound))
  const head = `maximum ${name} usage per ${type} is ${bound}`
  if (limit === undefined) return `${head}.  No limit is specified`
  if (observed.limit > observed.enforced) return `${head}, but limit is ${formatQuantity(limit)}`
  if (request !== undefined && observed.request > observed.enforced) {
    return `${head}, but request is ${formatQuantity(request)}`
  }
  return undefined
}

/** The maximum of what has no limits: claims. */
export function maxRequestProblem(type: string, name: string, bound: string, asked: Asked): string | undefined {
  const request = asked.requests[name]
  const observed = observe(request, undefined, mustParseQuantity(bound))
  const head = `maximum ${name} usage per ${type} is ${bound}`
  if (request === undefined) return `${head}.  No request is specified`
  return observed.request > observed.enforced ? `${head}, but request is ${formatQuantity(request)}` : undefined
}

/** How many times the request the limit may be. */
export function ratioProblem(type: string, name: string, bound: string, asked: Asked): string | undefined {
  const enforced = mustParseQuantity(bound)
  const { request, limit } = observe(asked.requests[name], asked.limits[name], enforced)
  const head = `${name} max limit to request ratio per ${type} is ${bound}`
  if (request === 0) return `${head}, but no request is specified or request is 0`
  if (limit === 0) return `${head}, but no limit is specified or limit is 0`
  const ratio = limit / request
  const precise = quantityValue(enforced) <= MAX_MILLI_VALUE
  const exceeded = precise ? ratio * 1000 > quantityMilliValue(enforced) : ratio > quantityValue(enforced)
  return exceeded ? `${head}, but provided ratio is ${ratio.toFixed(6)}` : undefined
}
