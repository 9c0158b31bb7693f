# language: sl
Funkcija: no stars
  Scenarij: s
    Dano a
    Ko b
    Potem c
    Ampak d
