import type { Tongue } from "./tongue.ts";

const SERBIAN: Tongue = {
  lang: "sr-Cyrl",
  share: 9,
  people: [
    {
      given:
        "Бојана Вукан Горана Дамјан Зорица Јелица Крсман Љубица Миодраг Невена Огњен Радојка Стојан Ћирило Храна Цвета",
      family: ["Брез Вран Грм Јасен Калин Лип Рак Смрек Трешњ Шљив", "овић инић ановић евић анац"],
    },
  ],
  places: ["Бела Горња Доња Мала Нова Стара Сува Тиха", " ", "Бреза Вода Липа Река Чесма Шума Њива"],
  roles: ["учитељица", "библиотекар", "лекарка", "студент", "преводилац", "пензионерка", "пекар"],
  bodies: [
    (place) => `Библиотека ${place}`,
    (place) => `Удружење наставника ${place}`,
    (place) => `Школа ${place}`,
    (place) => `Хор ${place}`,
  ],
};

const RUSSIAN: Tongue = {
  lang: "ru",
  share: 9,
  people: [
    {
      given:
        "Агафья Богдан Варвара Глеб Евдокия Захар Клавдия Лукьян Матвей Нина Прохор Рада Степан Ульяна Фома Ярослав",
      family: ["Бел Вер Груш Дуб Калин Лес Мор Озер Рощ Сосн", "енко ских овых ич овенко"],
    },
  ],
  places: ["Белый Верхний Дальний Лесной Новый Старый Тихий", " ", "Бор Брод Колодец Луг Мост Ручей Холм"],
  roles: ["учительница", "библиотекарь", "врач", "студент", "переводчица", "пенсионер", "садовник"],
  bodies: [
    (place) => `Библиотека посёлка ${place}`,
    (place) => `Школа посёлка ${place}`,
    (place) => `Хор посёлка ${place}`,
  ],
};

/** Serbian is written in either script, letter by letter. */
const LATIN_LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  "а-a б-b в-v г-g д-d ђ-đ е-e ж-ž з-z и-i ј-j к-k л-l љ-lj м-m н-n њ-nj о-o п-p р-r с-s т-t ћ-ć у-u ф-f х-h ц-c ч-č џ-dž ш-š"
    .split(" ")
    .map((pair) => pair.split("-") as [string, string]),
);

function toLatin(words: string): string {
  return words.replaceAll(/\p{Script=Cyrillic}/gu, (letter) => {
    const small = LATIN_LETTERS[letter.toLowerCase()] ?? letter;
    return letter === letter.toLowerCase() ? small : small.charAt(0).toUpperCase() + small.slice(1);
  });
}

function inLatin({ people, places, roles, bodies, ...rest }: Tongue): Tongue {
  return {
    ...rest,
    lang: "sr-Latn",
    people: people.map(({ given, family: [start, end] }) => ({
      given: toLatin(given),
      family: [toLatin(start), toLatin(end)],
    })),
    places: [toLatin(places[0]), places[1], toLatin(places[2])],
    roles: roles.map(toLatin),
    bodies: bodies.map((body) => (place: string) => toLatin(body(place))),
  };
}

/** Serbian in both scripts, and Russian. */
export const CYRILLIC: readonly Tongue[] = [SERBIAN, inLatin(SERBIAN), RUSSIAN];
