// Which controllers run in a cluster, and what wakes those that have nothing to do in one that has settled.
import { registry as controllerRegistry } from '../generated/registry/controllers.ts'
import type { ResourceKey } from './api/types.ts'
import type { Controller } from './controllers/contract.ts'
import { controllerNames } from './data/controller-names.ts'

const choices = new Map<string, readonly string[]>()

/** The controllers that are asked for and exist, in upstream's order; worked out once per choice. */
export function controllersToRun(asked: readonly string[]): readonly string[] {
  const key = asked.join()
  const known = choices.get(key) ?? chosen(asked)
  choices.set(key, known)
  return known
}

function chosen(asked: readonly string[]): readonly string[] {
  const all = asked.includes('*')
  return controllerNames.filter(
    (name) =>
      controllerRegistry.get(name)?.needs === undefined &&
      controllerRegistry.has(name) &&
      !asked.includes(`-${name}`) &&
      (all || asked.includes(name)),
  )
}

/** When the controllers of a choice start in a settled cluster. */
export interface Waking {
  readonly first: readonly Controller[]
  readonly onResource: ReadonlyMap<ResourceKey, readonly Controller[]>
  readonly judging: readonly Controller[]
}

const wakings = new WeakMap<readonly string[], Waking>()

/** Worked out once per choice of controllers. */
export function wakingOf(names: readonly string[]): Waking {
  const known = wakings.get(names)
  if (known !== undefined) return known
  const controllers = names.map((name) => controllerRegistry.get(name)!)
  const onResource = new Map<ResourceKey, Controller[]>()
  for (const controller of controllers) {
    for (const resource of controller.wakesOn ?? [])
      onResource.set(resource, [...(onResource.get(resource) ?? []), controller])
  }
  const waking: Waking = {
    first: controllers.filter(({ wakesOn, wakes }) => wakesOn === undefined && wakes === undefined),
    onResource,
    judging: controllers.filter(({ wakes }) => wakes !== undefined),
  }
  wakings.set(names, waking)
  return waking
}
