// Pulls images onto a node, one after the other unless more at once are allowed, with one credential after the other.
// Upstream: pkg/kubelet/images/puller.go (images are pulled in turn by default), PullImage in pkg/kubelet/kuberuntime/kuberuntime_image.go.
import type { ImageCatalogue } from '../containers/catalogue.ts'
import { type Co, Moment, sleep } from '../containers/coroutine.ts'
import type { ImageReference } from '../containers/reference.ts'
import { pullAccessDenied } from '../containers/registries.ts'
import type { Clock } from '../engine/clock.ts'
import type { PullCredentials } from './credentials/keyring.ts'
import type { Pace } from './node-time.ts'
import type { KubeletSettings } from './settings.ts'

/** How a pull ended; how long it took by itself. */
export type Pulled =
  | { readonly milliseconds: number; readonly credentials: PullCredentials | undefined }
  | { readonly error: string }

/** How many images a kubelet pulls at once. */
export function parallelPulls({ serializeImagePulls, maxParallelImagePulls }: KubeletSettings): number {
  const serial = serializeImagePulls ?? (maxParallelImagePulls === undefined || maxParallelImagePulls < 2)
  return serial ? 1 : (maxParallelImagePulls ?? Number.POSITIVE_INFINITY)
}

/** The pulls of one node. */
export class ImagePuller {
  readonly #clock: Clock
  readonly #catalogue: ImageCatalogue
  readonly #most: number
  readonly #pace: Pace
  #pulling = 0
  /** Pulls that wait for another to end, in the order they were asked for. */
  readonly #waiting: Moment[] = []

  /** `most` is how many are pulled at once. */
  constructor(clock: Clock, catalogue: ImageCatalogue, most: number, pace: Pace) {
    this.#clock = clock
    this.#catalogue = catalogue
    this.#most = most
    this.#pace = pace
  }

  /** Pulls an image when those asked for before are done. */
  *pull(image: string, reference: ImageReference, credentials: readonly PullCredentials[]): Co<Pulled> {
    const turn = new Moment()
    if (this.#pulling < this.#most) {
      this.#pulling++
      turn.arrive()
    } else this.#waiting.push(turn)
    try {
      yield turn.wait
      const began = this.#clock.now()
      const takes = this.#pace.takes(this.#catalogue.setting(image)?.pullTakes ?? 0)
      if (takes > 0) yield sleep(this.#clock, takes)
      return this.#outcome(image, reference, credentials, this.#clock.now() - began)
    } finally {
      this.#leave(turn)
    }
  }

  /** The place goes to whoever waits longest; whoever gives up while waiting had none. */
  #leave(turn: Moment): void {
    if (!turn.come) this.#waiting.splice(this.#waiting.indexOf(turn), 1)
    else if (this.#waiting.length > 0) this.#waiting.shift()?.arrive()
    else this.#pulling--
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
