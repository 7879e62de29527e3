import type { Tongue } from "./tongue.ts";

/** Names in Latin letters, but for Serbian: those are the Cyrillic ones in other letters. */
export const LATIN: readonly Tongue[] = [
  {
    lang: "en",
    share: 20,
    people: [
      {
        given:
          "Adeline Bertram Corwin Della Edwin Flora Gwen Harold Ivy Jasper Leona Miles Nora Orson Petra Quentin Rosalind Silas Thea Wilfred",
        family: [
          "Ash Bram Cold Fern Hart Lind Marl Oaken Raven Stan Thorn Wex",
          "bourne dale field ford hurst ley mere more stead wick worth",
        ],
      },
    ],
    places: [
      "Alder Birch Clear Dun Elm Fair Grey High Long Mill",
      "",
      "bridge brook combe gate haven marsh minster port water well",
    ],
    roles: ["teacher", "librarian", "nurse", "student", "bus driver", "translator", "carpenter", "gardener", "baker"],
    bodies: [
      (place) => `${place} Library Union`,
      (place) => `Teachers of ${place}`,
      (place) => `${place} School Board`,
      (place) => `Friends of the ${place} Archive`,
      (place) => `${place} Choir`,
    ],
  },
  {
    lang: "fr",
    share: 12,
    people: [
      {
        given:
          "Adèle Bastien Céline Damien Élodie Fabrice Gaëlle Hervé Inès Joël Lucie Maëlle Noé Odile Rémi Solène Théo Yvonne",
        family: ["Bel Char Dal Fon Gran Lan Mar Mon Rou Val", "ancourt aud ellier emont ier igny ineau ival ot uchet"],
      },
    ],
    places: ["Beau Clair Haute Neuve Pont Roche Vaux Verte", "", "bourg combe fontaine lande lieu mare rive val"],
    roles: ["enseignante", "bibliothécaire", "infirmier", "étudiante", "traducteur", "retraitée", "boulangère"],
    bodies: [
      (place) => `Bibliothèque de ${place}`,
      (place) => `Association des enseignants de ${place}`,
      (place) => `Lycée de ${place}`,
      (place) => `Chorale de ${place}`,
    ],
  },
  {
    lang: "es",
    share: 11,
    people: [
      {
        given:
          "Abril Bruno Carmela Darío Elena Fermín Graciela Hugo Irene Julián Lucía Mateo Nuria Óscar Pilar Ramiro Sofía Tomás",
        family: ["Al Bar Cas Del Mon Or Quin Ser Tor Val", "agosa andero edal endra illar ondo ueda urbe"],
      },
    ],
    places: ["Campo Fuente Loma Monte Peña Piedra Puente Río Valle", " del ", "Alba Norte Olmo Pinar Roble Sol Viento"],
    roles: ["maestra", "bibliotecario", "enfermera", "estudiante", "traductor", "jubilado", "jardinera", "panadero"],
    bodies: [
      (place) => `Biblioteca de ${place}`,
      (place) => `Escuela de ${place}`,
      (place) => `Coro de ${place}`,
      (place) => `Unión de Maestros de ${place}`,
    ],
  },
  {
    lang: "en",
    share: 6,
    people: [
      {
        given: "Amani Baraka Dalili Furaha Imani Jabali Neema Pendo Salama Tumaini Upendo Zawadi",
        family: ["Mwa Ki Ma Nya Ru Shi", "gambo luma sito tindi wanga zuri"],
      },
    ],
    places: ["Kisi Mto Nyumba Pwani Shamba", "", "fuko kuu ndogo pya refu"],
    roles: ["mwalimu", "mkutubi", "muuguzi", "mwanafunzi", "mkulima"],
    bodies: [(place) => `Maktaba ya ${place}`, (place) => `Shule ya ${place}`, (place) => `Kwaya ya ${place}`],
  },
];
