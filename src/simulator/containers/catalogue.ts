// All images of a cluster: those of the catalogue, what a scenario says of an image, and servers that run for ever for the rest.
import { registry } from '../../generated/registry/images.ts'
import { planOf } from './command.ts'
import type { ImageBehaviour, Invocation, Process, ProcessHost, StartError } from './contract.ts'
import { follow, type Plan, server } from './plan.ts'
import { catalogueName, parseReference } from './reference.ts'

/** What a scenario says of an image; times in milliseconds. */
export interface ImageSetting {
  /** As written in a pod, with or without tag. */
  readonly name: string
  readonly startsAfter?: number
  readonly exits?: { readonly after: number; readonly code: number }
  /** The pull fails, with this text where given. */
  readonly cannotBePulled?: string
  readonly pullTakes?: number
}

const DEFAULT_SIZE = 70_000_000

/** The images one cluster knows of. */
export class ImageCatalogue {
  readonly #settings = new Map<string, ImageSetting>()

  set(setting: ImageSetting): void {
    this.#settings.set(setting.name, setting)
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
    return reference === undefined ? undefined : behaviours().get(catalogueName(reference))
  }

  size(image: string): number {
    return this.behaviour(image)?.size ?? DEFAULT_SIZE
  }

  /** Starts the main process of a container. */
  start(invocation: Invocation, host: ProcessHost): Process | StartError {
    const setting = this.setting(invocation.image)
    const { command, args } = invocation
    if (setting !== undefined && (setting.exits !== undefined || setting.startsAfter !== undefined)) {
      return follow(planOfSetting(setting), host)
    }
    const behaviour = this.behaviour(invocation.image)
    if (behaviour !== undefined) return behaviour.start(invocation, host)
    return follow(command === undefined ? server : planOf([...command, ...(args ?? [])]), host)
  }
}

function planOfSetting({ startsAfter, exits }: ImageSetting): Plan {
  return {
    ...server,
    ...(startsAfter === undefined ? {} : { servesAfter: startsAfter }),
    ...(exits === undefined ? {} : { exits }),
  }
}

let byName: ReadonlyMap<string, ImageBehaviour> | undefined

function behaviours(): ReadonlyMap<string, ImageBehaviour> {
  byName ??= new Map([...registry.values()].map((image) => [image.name, image]))
  return byName
}
