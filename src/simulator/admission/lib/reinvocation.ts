// Who is asked again: webhooks and policies that want to be, when something changed the object after they saw it.
// Upstream: apiserver/pkg/admission/plugin/{webhook/mutating,policy/mutating}/reinvocationcontext.go.
import { deepEqual } from '../../../model/deep-equal.ts'
import type { KubeObject } from '../../api/types.ts'
import type { AdmissionAttributes } from '../contract.ts'

/** What one plugin keeps through both passes of a request. */
export class Reinvoked {
  readonly #attributes: AdmissionAttributes
  #output: KubeObject | undefined
  #asked = new Set<string>()
  readonly #due = new Set<string>()

  /** That of the plugin for this request. */
  static of(plugin: string, attributes: AdmissionAttributes): Reinvoked {
    const { kept } = attributes.reinvocation
    const known = kept.get(plugin) as Reinvoked | undefined
    if (known !== undefined) return known
    const made = new Reinvoked(attributes)
    kept.set(plugin, made)
    return made
  }

  private constructor(attributes: AdmissionAttributes) {
    this.#attributes = attributes
  }

  /** A pass begins. */
  begin(): void {
    const { object, reinvocation } = this.#attributes
    if (reinvocation.again && !deepEqual(this.#output, object)) this.#askAgain()
  }

  /** Whether it is this one's turn in this pass. */
  isDue(name: string): boolean {
    return !this.#attributes.reinvocation.again || this.#due.has(name)
  }

  /** One was asked; `again` when it wants to be asked once more should the object change. */
  asked(name: string, changed: boolean, again: boolean): void {
    if (changed) {
      this.#askAgain()
      this.#attributes.reinvocation.wanted = true
    }
    if (again) this.#asked.add(name)
  }

  /** A pass ends. */
  end(): void {
    this.#output = structuredClone(this.#attributes.object)
  }

  #askAgain(): void {
    for (const name of this.#asked) this.#due.add(name)
    this.#asked = new Set()
  }
}
