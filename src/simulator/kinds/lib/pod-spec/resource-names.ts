// What only pod specs ask of resource names: pod-level resources and huge pages.
// Upstream: component-helpers/resource/helpers.go, pkg/apis/core/helper/helpers.go (IsHugePageResourceValueDivisible).
import { isQuantityError, parseQuantity, quantityMilliValue, quantityValue, sign } from '../../../../model/quantity.ts'
import { isHugePageResourceName } from '../validation/resource-names.ts'

/** Whether spec.resources of a pod may name it. */
export const isPodLevelResource = (name: string): boolean =>
  name === 'cpu' || name === 'memory' || isHugePageResourceName(name)

/** What the API says spec.resources may name. */
export const POD_LEVEL_RESOURCES: readonly string[] = ['cpu', 'hugepages-', 'memory']

/** Whether an amount of huge pages is a whole number of pages. */
export function hugePagesDivide(name: string, text: string): boolean {
  const page = parseQuantity(name.slice('hugepages-'.length))
  if (isQuantityError(page) || sign(page) <= 0 || quantityMilliValue(page) % 1000 !== 0) return false
  const amount = parseQuantity(text)
  return !isQuantityError(amount) && quantityValue(amount) % quantityValue(page) === 0
}
