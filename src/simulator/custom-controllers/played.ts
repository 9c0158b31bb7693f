// The controllers a scenario plays, one for each custom resource: what is said of one adds up.
import type { ResourceKey } from '../api/types.ts'
import type { Environment, Running } from '../client/environment.ts'
import { type ControllerWork, CustomController, controllerName, type Identity } from './custom-controller.ts'
import { templateOf } from './template.ts'

/** One thing a controller does for every object of its resource. Texts may have holes: `${object.spec.size}`. */
export type ControllerTask =
  | { readonly is: 'makes'; readonly manifests: readonly unknown[] }
  | { readonly is: 'status'; readonly status: unknown }
  | { readonly is: 'takes'; readonly milliseconds: number }

/** All of one cluster. */
export class CustomControllers implements Running {
  readonly #environment: Environment
  readonly #all = new Map<ResourceKey, { readonly work: ControllerWork; running: CustomController | undefined }>()

  constructor(environment: Environment) {
    this.#environment = environment
  }

  /** Adds a task; without an identity the controller may do everything. Answers what is wrong with an expression. */
  set(resource: ResourceKey, task: ControllerTask, identity?: Identity): string | undefined {
    const known = this.#all.get(resource) ?? { work: { resource, makes: [] }, running: undefined }
    this.#all.set(resource, known)
    const { work } = known
    const problem = addTask(work, task)
    if (problem !== undefined) return problem
    if (known.running !== undefined && identity !== undefined) {
      known.running.stop()
      known.running = undefined
    }
    const { clock } = this.#environment
    const actor = identity ?? { name: controllerName(work), groups: ['system:masters'] }
    if (known.running === undefined) {
      known.running = clock.as(clock.newActor(), () => new CustomController(this.#environment, work, actor))
    } else known.running.lookAtAll()
    return undefined
  }

  stop(): void {
    for (const { running } of this.#all.values()) running?.stop()
  }
}

function addTask(work: ControllerWork, task: ControllerTask): string | undefined {
  if (task.is === 'takes') {
    work.takes = task.milliseconds
    return undefined
  }
  for (const value of task.is === 'makes' ? task.manifests : [task.status]) {
    const template = templateOf(value)
    if ('problem' in template) return template.problem
    if (task.is === 'makes') work.makes.push(template)
    else work.status = template
  }
  return undefined
}
