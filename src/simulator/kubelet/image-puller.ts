// Pulls images onto a node, one after the other, with one credential after the other.
// Upstream: pkg/kubelet/images/puller.go (images are pulled in turn by default), PullImage in pkg/kubelet/kuberuntime/kuberuntime_image.go.
import type { ImageCatalogue } from '../containers/catalogue.ts'
import { type Co, Moment, sleep } from '../containers/coroutine.ts'
import type { ImageReference } from '../containers/reference.ts'
import { pullAccessDenied } from '../containers/registries.ts'
import type { Clock } from '../engine/clock.ts'
import type { PullCredentials } from './credentials/keyring.ts'

/** How a pull ended; how long it took by itself. */
export type Pulled =
  | { readonly milliseconds: number; readonly credentials: PullCredentials | undefined }
  | { readonly error: string }

/** The pulls of one node. */
export class ImagePuller {
  readonly #clock: Clock
  readonly #catalogue: ImageCatalogue
  /** Comes when the last pull that was asked for is over. */
  #last: Moment | undefined

  constructor(clock: Clock, catalogue: ImageCatalogue) {
    this.#clock = clock
    this.#catalogue = catalogue
  }

  /** Pulls an image when those asked for before are done. */
  *pull(image: string, reference: ImageReference, credentials: readonly PullCredentials[]): Co<Pulled> {
    const before = this.#last
    const over = new Moment()
    this.#last = over
    try {
      if (before !== undefined) yield before.wait
      const began = this.#clock.now()
      const takes = this.#catalogue.setting(image)?.pullTakes ?? 0
      if (takes > 0) yield sleep(this.#clock, takes)
      return this.#outcome(image, reference, credentials, this.#clock.now() - began)
    } finally {
      if (this.#last === over) this.#last = undefined
      // Whoever gives up while waiting leaves the place in the queue, not the queue.
      if (before === undefined || before.come) over.arrive()
      else before.wait(() => over.arrive())
    }
  }

  #outcome(
    image: string,
    reference: ImageReference,
    credentials: readonly PullCredentials[],
    milliseconds: number,
  ): Pulled {
    const errors = new Set<string>()
    for (const login of credentials.length > 0 ? credentials : [undefined]) {
      const error = this.#refusal(image, reference, login)
      if (error === undefined) return { milliseconds, credentials: login }
      errors.add(error)
    }
    const [first = ''] = errors
    return { error: errors.size === 1 ? first : `[${[...errors].join(', ')}]` }
  }

  #refusal(image: string, reference: ImageReference, login: PullCredentials | undefined): string | undefined {
    const refused = this.#catalogue.registries.refuse(reference, login, this.#clock.now())
    if (refused !== undefined) return refused
    const said = this.#catalogue.setting(image)?.cannotBePulled
    return said === '' ? pullAccessDenied(reference) : said
  }
}
