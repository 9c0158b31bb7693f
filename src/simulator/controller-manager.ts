// kube-controller-manager, and cloud-controller-manager where there is a cloud: which controllers run, what wakes those with nothing
// to do in a settled cluster, what becomes of them when one of them or the whole process ends.
// Upstream: cmd/kube-controller-manager/app/controllermanager.go.
import { registry as controllerRegistry } from '../generated/registry/controllers.ts'
import type { ResourceKey } from './api/types.ts'
import type { Environment, Running } from './client/environment.ts'
import { wakingOf } from './controller-choice.ts'
import type { Controller } from './controllers/contract.ts'
import { cloudControllerNames } from './data/controller-names.ts'
import type { Store } from './engine/store.ts'

const NONE: readonly Controller[] = []

/** The controllers of one cluster. */
export class ControllerManager {
  readonly #environment: Environment
  /** Those that were asked for, in upstream's order. */
  readonly #names: readonly string[]
  readonly #running = new Map<Controller, Running>()
  /** Controllers that were stopped one by one: nothing wakes them. */
  readonly #halted = new Set<Controller>()
  /** Whether the process that runs them does. */
  #up = true

  /** Starts those that are asked for. */
  constructor(environment: Environment, names: readonly string[], store: Store) {
    this.#environment = environment
    this.#names = names
    this.#startAll(store)
  }

  /** With the first word of a cloud its controllers start. */
  startCloud(): void {
    for (const name of cloudControllerNames) {
      const controller = controllerRegistry.get(name)
      if (controller !== undefined) this.#start(controller)
    }
  }

  /** Stops a controller, or starts it again with nothing in mind; false when none of that name is there. */
  setController(name: string, on: boolean): boolean {
    const controller = controllerRegistry.get(name) ?? controllerRegistry.get(`${name}-controller`)
    if (controller === undefined) return false
    if (!on) {
      this.#stop(controller)
      this.#halted.add(controller)
    } else if (this.#halted.delete(controller) && this.#mayRun(controller)) this.#startAnew(controller)
    return true
  }

  /** Whether all is as it was at the start: nobody has stopped anything. */
  get untouched(): boolean {
    return this.#up && this.#halted.size === 0
  }

  /** kube-controller-manager's process ends; a cloud's controllers run in another. */
  stopProcess(): void {
    this.#up = false
    for (const name of this.#names) this.#stop(controllerRegistry.get(name)!)
  }

  /** A new process leads: all its controllers start with nothing in mind. */
  startProcess(): void {
    this.#up = true
    for (const name of this.#names) {
      const controller = controllerRegistry.get(name)!
      if (!this.#halted.has(controller)) this.#startAnew(controller)
    }
  }

  /** Stops them all. */
  stop(): void {
    for (const running of this.#running.values()) running.stop()
    this.#running.clear()
  }

  /** Those with nothing to do in a settled cluster wait for the first change that concerns them. */
  #startAll(store: Store): void {
    if (!this.#environment.settled) {
      for (const name of this.#names) this.#start(controllerRegistry.get(name)!)
      return
    }
    const { first, onResource, judging } = wakingOf(this.#names)
    for (const controller of first) this.#start(controller)
    const woken = new Set<ResourceKey>()
    store.listen(undefined, ({ resource, object, type }) => {
      if (!woken.has(resource)) {
        woken.add(resource)
        for (const controller of onResource.get(resource) ?? NONE) this.#wake(controller)
      }
      for (const controller of judging)
        if (!this.#running.has(controller) && controller.wakes?.(object, type)) this.#wake(controller)
    })
  }

  /** Starts a controller a moment after the change that concerns it, which it then finds in the store. */
  #wake(controller: Controller): void {
    this.#environment.clock.soon(() => this.#start(controller))
  }

  #mayRun(controller: Controller): boolean {
    return this.#up || !this.#names.includes(controller.name)
  }

  #start(controller: Controller): void {
    if (this.#running.has(controller) || this.#halted.has(controller) || !this.#mayRun(controller)) return
    this.#startIn(controller, this.#environment)
  }

  #startAnew(controller: Controller): void {
    if (!this.#running.has(controller)) this.#startIn(controller, this.#anew())
  }

  /** What a process that starts now finds: all is news to it. */
  #anew(): Environment {
    return { ...this.#environment, settled: false, begun: this.#environment.clock.now() }
  }

  #startIn(controller: Controller, environment: Environment): void {
    const { clock } = environment
    this.#running.set(
      controller,
      clock.as(clock.newActor(), () => controller.start(environment)),
    )
  }

  #stop(controller: Controller): void {
    this.#running.get(controller)?.stop()
    this.#running.delete(controller)
  }
}
