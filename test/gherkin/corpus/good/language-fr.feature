# language: fr
Fonctionnalité: apostrophes
  Scénario: s
    Etant donné qu'un nœud existe
    Lorsqu'il tombe
    Et que rien
    Et qu'aussi
    Alors tout va
