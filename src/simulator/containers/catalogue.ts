// All images of a cluster: those of the catalogue, what a scenario says of an image, and servers that run for ever for the rest.
import { registry } from '../../generated/registry/images.ts'
import type { ImageBehaviour, ImageSetting, Invocation, Process, ProcessHost, StartError } from './contract.ts'
import { startMain } from './main-process.ts'
import { catalogueName, parseReference } from './reference.ts'
import { Registries } from './registries.ts'

export type { ImageSetting } from './contract.ts'

const COPIES = 'e2e-test-images/'
const DEFAULT_SIZE = 70_000_000
const DEFAULT_MEMORY = 1_048_576

/** The images one cluster knows of. */
export class ImageCatalogue {
  /** Where they are pulled from. */
  readonly registries = new Registries()
  readonly #settings = new Map<string, ImageSetting>()
  readonly #own = new Map<string, ImageBehaviour>()

  /** Says more of an image; what was said before of other things stays. */
  set(setting: ImageSetting): void {
    this.#settings.set(setting.name, { ...this.#settings.get(setting.name), ...setting })
  }

  /** Gives an image another behaviour, by its name in the catalogue. */
  define(image: ImageBehaviour): void {
    this.#own.set(image.name, image)
  }

  /** What was said of an image: by its exact name first, then by the name without tag. */
  setting(image: string): ImageSetting | undefined {
    if (this.#settings.size === 0) return undefined
    const exact = this.#settings.get(image)
    if (exact !== undefined) return exact
    const at = image.lastIndexOf(':')
    return at > image.lastIndexOf('/') ? this.#settings.get(image.slice(0, at)) : undefined
  }

  behaviour(image: string): ImageBehaviour | undefined {
    const reference = parseReference(image)
    if (reference === undefined) return undefined
    const name = catalogueName(reference)
    const found = this.#own.get(name) ?? behaviours().get(name)
    // Kubernetes' own tests keep copies of some images of others.
    return found ?? (name.startsWith(COPIES) ? this.behaviour(name.slice(COPIES.length)) : undefined)
  }

  size(image: string): number {
    return this.behaviour(image)?.size ?? DEFAULT_SIZE
  }

  /** Bytes of memory a container of the image takes so many milliseconds after its start: what a scenario says, else one mebibyte. */
  memory(image: string, since: number): number {
    return this.setting(image)?.memory?.findLast(({ from }) => from <= since)?.bytes ?? DEFAULT_MEMORY
  }

  /** Starts the main process of a container. */
  start({ image, command, args }: Invocation, host: ProcessHost): Process | StartError {
    const behaviour = this.behaviour(image)
    const own = command ?? behaviour?.entrypoint ?? []
    const rest = args ?? (command === undefined ? (behaviour?.cmd ?? []) : [])
    return startMain(
      command === undefined && behaviour === undefined ? [] : [...own, ...rest],
      behaviour,
      this.setting(image),
      host,
    )
  }
}

let byName: ReadonlyMap<string, ImageBehaviour> | undefined

function behaviours(): ReadonlyMap<string, ImageBehaviour> {
  byName ??= new Map([...registry.values()].map((image) => [image.name, image]))
  return byName
}
