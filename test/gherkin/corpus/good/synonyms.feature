Business Need: Synonyms of keywords

  Example: with another word
    * a cluster

  Scenario Template: also an outline
    Then there are <n> pods

    Scenarios: numbers
      | n |
      | 1 |
