import type { SignatoryView } from "@undersigned/server/depositary/statements.ts";

const NAMES: readonly Omit<SignatoryView, "index" | "version" | "date" | "lang" | "observations">[] = [
  {
    kind: "organisation",
    capacity: "institutional",
    level: 3,
    name: "Riverbend Library Union",
    role: "Ada Winter, director",
    place: "Riverbend",
  },
  { kind: "organisation", capacity: "institutional", level: 2, name: "Wardens of the Lower River", place: "Millford" },
  {
    kind: "person",
    capacity: "personal",
    level: 1,
    name: "Tomás Okonjo-Lindqvist",
    role: "postman",
    place: "Upper Millford",
  },
  { kind: "organisation", capacity: "institutional", level: 1, name: "جمعية أصدقاء الحديقة", place: "المرسى" },
  { kind: "person", capacity: "personal", level: 1, name: "Милица Петровић", place: "Нови Брод" },
  {
    kind: "person",
    capacity: "institutional",
    level: 3,
    name: "王小雨",
    role: "图书管理员",
    organisation: "河湾图书馆",
  },
  {
    kind: "person",
    capacity: "personal",
    level: 1,
    name: "Ines Halloran",
    place: "Riverbend",
    reservation: "I join all of it but the date: the spring of 2028 is too late for my mother.",
  },
  { kind: "organisation", capacity: "institutional", level: 2, name: "School at the Old Quay" },
  { kind: "person", capacity: "personal", level: 1, name: "B. Vandersloot", place: "Kade" },
];

export const SIGNATORIES: readonly SignatoryView[] = [...NAMES, ...NAMES].map((one, index) => {
  const lang = index % 5 === 3 ? "ar" : "en";
  return {
    ...one,
    index: index + 1,
    version: 1,
    lang,
    observations: [],
    date: `2026-11-${21 + Math.floor(index / 4)}`,
  };
});
