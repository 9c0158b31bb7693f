// The client of a controller: it acts as its own service account in kube-system, as kube-controller-manager does with
// --use-service-account-credentials. Upstream: component-base/../clientbuilder/client_builder.go.
import type { Client } from '../../client/client.ts'
import type { Environment } from '../../client/environment.ts'

/** `account` is the service account's name, which is not always the controller's: `node-controller`. */
export function controllerClient(environment: Environment, account: string): Client {
  const groups = ['system:serviceaccounts', 'system:serviceaccounts:kube-system']
  return environment.client(`system:serviceaccount:kube-system:${account}`, groups)
}
