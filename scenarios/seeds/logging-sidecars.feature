Feature: Logging with sidecars that stream files

  # The hands-on of the second Cloud Native Developers JP meeting: a counter writes two logs into a volume, one container for
  # each streams it to its own standard output.

  Scenario: Two logs, two sidecars, one shared volume
    Given a cluster with 2 nodes
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata:
        name: counter
      spec:
        containers:
        - name: count
          image: busybox
          args:
          - /bin/sh
          - -c
          - >
            i=0;
            while true;
            do
              echo "$i: $(date)" >> /var/log/1.log;
              echo "$(date) INFO $i" >> /var/log/2.log;
              i=$((i+1));
              sleep 1;
            done
          volumeMounts:
          - name: varlog
            mountPath: /var/log
        - name: count-log-1
          image: busybox
          args: [/bin/sh, -c, 'tail -n+1 -f /var/log/1.log']
          volumeMounts:
          - name: varlog
            mountPath: /var/log
        - name: count-log-2
          image: busybox
          args: [/bin/sh, -c, 'tail -n+1 -f /var/log/2.log']
          volumeMounts:
          - name: varlog
            mountPath: /var/log
        volumes:
        - name: varlog
          emptyDir: {}
      """
    Then pod "counter" is Ready
    And container "count-log-1" of it has logged "0: Thu Jan  1 00:00:0"
    And container "count-log-1" of it has logged "3: Thu Jan  1 00:00:0"
    And container "count-log-2" of it has logged " INFO 3"
    And container "count" of it has not logged "INFO"
    When 1 hour passes
    Then container "count-log-1" of pod "counter" has logged "3600: Thu Jan  1 01:00:0"
